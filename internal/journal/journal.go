// Package journal keeps the append-only record of every change: who changed what
// when, and how it was before and after. It is written in the transaction of the
// change, sealed into a chain of hashes behind it (sealer.go, chain.go), and
// proved against heads that are signed and kept outside the database (head.go,
// verify.go).
package journal

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent"

	gen "zhas/ent"
)

// ErrOutside is the error of a change outside of a journalled transaction, which
// is a mistake of the program.
var ErrOutside = errors.New("a change outside of journal.Write: this is a bug")

// Write runs do in a transaction and commits it together with one entry for each
// row that do changed through ent; an error of do undoes everything. All changes
// of a journalled entity have to be made by tx and with the context that do gets.
// The entries name the context's viewer as the actor.
func Write(ctx context.Context, client *gen.Client, do func(ctx context.Context, tx *gen.Tx) error) error {
	if _, nested := ctx.Value(collectorKey{}).(*collector); nested {
		return errors.New("journal: a transaction within a transaction")
	}
	tx, err := client.Tx(ctx)
	if err != nil {
		return fmt.Errorf("beginning a journalled transaction: %w", err)
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback() // the first error says more
		}
	}()
	c := &collector{tx: tx}
	if err := do(context.WithValue(ctx, collectorKey{}, c), tx); err != nil {
		return err
	}
	if err := c.flush(ctx); err != nil {
		return fmt.Errorf("writing the journal: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing a journalled transaction: %w", err)
	}
	committed = true
	return nil
}

// Bulk returns a context in which the rows that one statement creates or deletes
// share one entry, which has their number, the first and the last identifier and
// a digest instead of images, and the reason. It is for invented rows, which have
// no history worth a row each. Updates are refused.
func Bulk(ctx context.Context, reason string) context.Context {
	return context.WithValue(ctx, bulkKey{}, reason)
}

// Unrecorded returns a context in which changes leave no entry and need no
// journalled transaction. It is for setting up tests and measurements alone; the
// linter holds that.
func Unrecorded(ctx context.Context) context.Context {
	return context.WithValue(ctx, unrecordedKey{}, true)
}

// WithRequestID returns a context whose entries name the request.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

type (
	collectorKey  struct{}
	bulkKey       struct{}
	unrecordedKey struct{}
	requestKey    struct{}
)

// Hook collects what each mutation of a journalled entity changes. It is the
// innermost hook of every such entity (package ent/policy).
func Hook(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, mutation ent.Mutation) (ent.Value, error) {
		if ctx.Value(unrecordedKey{}) != nil {
			return next.Mutate(ctx, mutation)
		}
		m, ok := mutation.(gen.JournalMutation)
		if !ok {
			return nil, fmt.Errorf("the journal does not know mutations such as %T", mutation)
		}
		c, ok := ctx.Value(collectorKey{}).(*collector)
		if !ok || !m.JournalWithin(c.tx) {
			return nil, fmt.Errorf("%s of %s: %w", m.Op(), m.Type(), ErrOutside)
		}
		if edge := foreignEdge(m); edge != "" {
			return nil, fmt.Errorf("%s of %s sets the edge %s, which is kept in other rows: set it there", m.Op(), m.Type(), edge)
		}
		reason, bulk := ctx.Value(bulkKey{}).(string)
		switch {
		case m.Op().Is(ent.OpCreate) && bulk:
			return c.createBulk(ctx, m, next, reason)
		case m.Op().Is(ent.OpCreate):
			return c.create(ctx, m, next)
		case m.Op().Is(ent.OpDelete|ent.OpDeleteOne) && bulk:
			return c.deleteBulk(ctx, m, next, reason)
		case bulk:
			return nil, fmt.Errorf("%s of %s: rows are created and deleted in bulk, never updated", m.Op(), m.Type())
		case m.Op().Is(ent.OpUpdateOne):
			return c.updateOne(ctx, m, next)
		default:
			return c.change(ctx, m, next)
		}
	})
}

// foreignEdge names an edge of the mutation that rows of other types keep.
func foreignEdge(m gen.JournalMutation) string {
	touched := make(map[string]bool)
	for _, edges := range [][]string{m.AddedEdges(), m.RemovedEdges(), m.ClearedEdges()} {
		for _, edge := range edges {
			touched[edge] = true
		}
	}
	for _, edge := range m.JournalForeignEdges() {
		if touched[edge] {
			return edge
		}
	}
	return ""
}
