package graph

import (
	"zhas/ent/figure"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/ent/source"
	"zhas/ent/youth"
)

// OrderColumns returns the columns that lists are ordered by, by table.
func OrderColumns() map[string][]string {
	return map[string][]string{
		figure.Table:           columnsOf(pagedFigures.orderings),
		hostorganization.Table: columnsOf(pagedHostOrganizations.orderings),
		locality.Table:         columnsOf(pagedLocalities.orderings),
		region.Table:           columnsOf(pagedRegions.orderings),
		season.Table:           columnsOf(pagedSeasons.orderings),
		socialproject.Table:    columnsOf(pagedSocialProjects.orderings),
		source.Table:           columnsOf(pagedSources.orderings),
		youth.Table:            columnsOf(pagedYouths.orderings),
	}
}

func columnsOf[T any](orderings []ordering[T]) []string {
	var columns []string
	for _, o := range orderings {
		columns = append(columns, o.column)
	}
	return columns
}
