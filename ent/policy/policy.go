// Package policy says who may see and change each entity. It embeds the types
// of package schema and adds their Policy(); the second pass of generation
// reads it, so it may be written against the generated code.
//
// What a viewer may read of an entity is one function, viewer → predicate (in
// scope.go). The policy applies it to every query, update and deletion, and
// whatever else reads rows by hand applies the same one. A row out of scope is
// as good as absent. Every policy ends in deny, and nobody asking means deny.
package policy

import (
	"context"
	"log/slog"

	"entgo.io/ent"

	"zhas/ent/privacy"
	"zhas/internal/journal"
	"zhas/internal/viewer"
)

// scoped is the policy of an entity: reading within scope, writing by the
// programme itself alone, everything else denied. Query is the entity's query
// type and P its predicate type.
func scoped[Query, P any](where func(Query, P), scope func(viewer.Viewer) P) ent.Policy {
	return privacy.Policy{
		Query: reading(where, scope),
		Mutation: privacy.MutationPolicy{
			privacy.MutationRuleFunc(func(ctx context.Context, _ ent.Mutation) error {
				asking, ok := viewer.FromContext(ctx)
				switch {
				case !ok:
					return denyUnnamed(ctx)
				case asking.IsSystem():
					return privacy.Allow
				}
				return privacy.Skip
			}),
			privacy.AlwaysDenyRule(),
		},
	}
}

// readOnly is the policy of an entity that nobody changes through ent: reading
// within scope, everything else denied.
func readOnly[Query, P any](where func(Query, P), scope func(viewer.Viewer) P) ent.Policy {
	return privacy.Policy{
		Query:    reading(where, scope),
		Mutation: privacy.MutationPolicy{privacy.AlwaysDenyRule()},
	}
}

// reading lets a viewer read within scope.
func reading[Query, P any](where func(Query, P), scope func(viewer.Viewer) P) privacy.QueryPolicy {
	return privacy.QueryPolicy{
		privacy.QueryRuleFunc(func(ctx context.Context, query ent.Query) error {
			asking, ok := viewer.FromContext(ctx)
			if !ok {
				return denyUnnamed(ctx)
			}
			typed, ok := query.(Query)
			if !ok {
				return privacy.Denyf("policy is bound to another entity than %T", query)
			}
			where(typed, scope(asking))
			return privacy.Allow
		}),
		privacy.AlwaysDenyRule(),
	}
}

// journalled is embedded in every entity whose changes go into the journal. Its
// hook is the innermost: it sees what the policy allowed and the mixins computed.
type journalled struct{}

// Hooks of the entity.
func (journalled) Hooks() []ent.Hook { return []ent.Hook{journal.Hook} }

// denyUnnamed denies a request in which nobody is asking, which is a mistake
// of the program: every request names its viewer.
func denyUnnamed(ctx context.Context) error {
	slog.ErrorContext(ctx, "nobody is asking: a query without a viewer was denied; this is a bug")
	return privacy.Denyf("no viewer in the context")
}
