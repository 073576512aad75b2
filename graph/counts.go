package graph

import (
	"cmp"
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/99designs/gqlgen/graphql"

	"zhas/ent"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/graph/model"
	"zhas/internal/programme"
)

// maxCounts bounds the rows of counts: ten seasons of 20 regions and 10 stages.
const maxCounts = 2_000

// countSocialProjects counts the projects that the viewer may see by season,
// region and stage: one statement for the counts, one for their seasons and one
// for their regions.
func (r *Resolver) countSocialProjects(ctx context.Context, filter *model.SocialProjectFilter) ([]*model.SocialProjectCount, error) {
	where, err := whereSocialProject(filter)
	if err != nil {
		return nil, err
	}
	var groups []struct {
		Season int             `json:"season_id"`
		Region int             `json:"region_id"`
		Stage  programme.Stage `json:"stage"`
		Count  int             `json:"count"`
	}
	by := []string{socialproject.FieldSeasonID, socialproject.FieldRegionID, socialproject.FieldStage}
	err = r.client.SocialProject.Query().Where(where...).Modify(func(s *sql.Selector) {
		columns := s.Columns(by...)
		s.Select(append(columns, sql.As(sql.Count("*"), "count"))...).GroupBy(columns...).Limit(maxCounts + 1)
	}).Scan(ctx, &groups)
	if err != nil {
		return nil, err
	}
	if len(groups) > maxCounts {
		return nil, NewError(BadUserInput, msgCounts, maxCounts)
	}
	var seasonIDs, regionIDs []int
	for _, group := range groups {
		seasonIDs, regionIDs = append(seasonIDs, group.Season), append(regionIDs, group.Region)
	}
	look, ctx := r.look(ctx)
	beneath := look.beneath([]graphql.CollectedField{graphql.GetFieldContext(ctx).Field})
	seasonQuery := r.client.Season.Query().Where(season.IDIn(distinct(seasonIDs)...))
	regionQuery := r.client.Region.Query().Where(region.IDIn(distinct(regionIDs)...))
	look.reads(seasonQuery, season.FieldYear) // the order of the list
	look.reads(regionQuery, region.FieldKato)
	look.season(seasonQuery, beneath["season"]...)
	look.region(regionQuery, beneath["region"]...)
	if look.err != nil {
		return nil, look.err
	}
	seasons, err := byID(ctx, seasonQuery.All, func(s *ent.Season) int { return s.ID })
	if err != nil {
		return nil, err
	}
	regions, err := byID(ctx, regionQuery.All, func(r *ent.Region) int { return r.ID })
	if err != nil {
		return nil, err
	}
	counts := make([]*model.SocialProjectCount, 0, len(groups))
	for _, group := range groups {
		season, region := seasons[group.Season], regions[group.Region]
		if season == nil || region == nil { // hidden from the viewer
			continue
		}
		counts = append(counts, &model.SocialProjectCount{Season: season, Region: region, Stage: group.Stage, Count: group.Count})
	}
	stages := programme.Stage("").Values()
	slices.SortFunc(counts, func(a, b *model.SocialProjectCount) int {
		return cmp.Or(
			cmp.Compare(a.Season.Year, b.Season.Year),
			cmp.Compare(a.Region.Kato, b.Region.Kato),
			cmp.Compare(slices.Index(stages, string(a.Stage)), slices.Index(stages, string(b.Stage))))
	})
	return counts, nil
}

// distinct returns each of the ids once.
func distinct(ids []int) []int {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// byID reads rows and returns them by their id.
func byID[T any](ctx context.Context, read func(context.Context) ([]T, error), id func(T) int) (map[int]T, error) {
	rows, err := read(ctx)
	if err != nil {
		return nil, err
	}
	found := make(map[int]T, len(rows))
	for _, row := range rows {
		found[id(row)] = row
	}
	return found, nil
}
