// Package graph is the typed door to the programme's data: the schema, the
// resolvers behind it, and GraphQL over HTTP with its limits and errors.
package graph

import (
	"crypto/rand"

	"zhas/ent"
	"zhas/ent/policy"
	"zhas/internal/account"
	"zhas/internal/journal"
	"zhas/internal/people"
	"zhas/internal/personal"
)

// Resolver answers the fields of the graph that are more than a column. It
// reads through the client, whose policies decide what the viewer sees.
type Resolver struct {
	client   *ent.Client
	accounts *account.Service
	records  *personal.Records
	people   *people.Service
	journal  *journal.Reader
	watch    *journal.Watch
	cursors  changeCursors
	// What columns are called in the graph, by entity.
	fieldNames map[string]map[string]string
}

// NewResolver returns the resolvers over a client, over what people do, and over
// young people. The client is intercepted, so it should serve the graph alone.
func NewResolver(client *ent.Client, accounts *account.Service, young *people.Service) *Resolver {
	var records *personal.Records
	var key [32]byte
	if accounts != nil {
		records, key = accounts.Records, accounts.CursorKey()
	} else { // cursors for this resolver alone
		_, _ = rand.Read(key[:])
	}
	client.Intercept(ent.InterceptFunc(runAfterwards))
	reader := journal.NewReader(client, policy.Scope, policy.WithdrawnScope, policy.Tables())
	return &Resolver{
		client: client, accounts: accounts, records: records, people: young, journal: reader, watch: journal.NewWatch(reader),
		cursors:    newChangeCursors(key),
		fieldNames: fieldNames(NewExecutableSchema(Config{}).Schema()),
	}
}
