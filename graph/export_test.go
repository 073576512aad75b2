package graph

import (
	"context"
	"net/http"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"zhas/ent/duplicatecase"
	"zhas/ent/exceptionalaccess"
	"zhas/ent/figure"
	"zhas/ent/hostorganization"
	"zhas/ent/locality"
	"zhas/ent/region"
	"zhas/ent/season"
	"zhas/ent/socialproject"
	"zhas/ent/source"
	"zhas/ent/youth"
	"zhas/internal/programme"
)

// OrderColumns returns the columns that lists are ordered by, by table.
func OrderColumns() map[string][]string {
	return map[string][]string{
		figure.Table:            columnsOf(pagedFigures.orderings),
		hostorganization.Table:  columnsOf(pagedHostOrganizations.orderings),
		locality.Table:          columnsOf(pagedLocalities.orderings),
		region.Table:            columnsOf(pagedRegions.orderings),
		season.Table:            columnsOf(pagedSeasons.orderings),
		socialproject.Table:     columnsOf(pagedSocialProjects.orderings),
		source.Table:            columnsOf(pagedSources.orderings),
		duplicatecase.Table:     columnsOf(pagedDuplicateCases.orderings),
		youth.Table:             columnsOf(pagedYouths.orderings),
		exceptionalaccess.Table: columnsOf(pagedExceptionalAccesses.orderings),
	}
}

func columnsOf[T any](orderings []ordering[T]) []string {
	var columns []string
	for _, o := range orderings {
		columns = append(columns, o.column)
	}
	return columns
}

// NewHandlerOfGqlgen is NewHandler with every answer written by gqlgen. What
// would have been written by rows instead is counted.
func NewHandlerOfGqlgen(es graphql.ExecutableSchema, o Options, counted *atomic.Int64) http.Handler {
	h := NewHandler(es, o).(*handler)
	h.executor = executor.New(es)
	h.executor.SetErrorPresenter(h.presenter.present)
	h.executor.SetRecoverFunc(recovered)
	h.executor.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		var value any
		written, err := writeRows(es.Schema())(ctx, func(ctx context.Context) (_ any, err error) {
			value, err = next(ctx)
			return value, err
		})
		if _, ok := written.(rowsJSON); ok {
			counted.Add(1)
		}
		return value, err
	})
	return h
}

// RefusalMessage is the text of a refusal.
func RefusalMessage(code programme.RefusalCode) Message { return refusalMessages[code] }

// FieldNames says by entity what its columns are called in the graph.
func FieldNames() map[string]map[string]string {
	return fieldNames(NewExecutableSchema(Config{}).Schema())
}
