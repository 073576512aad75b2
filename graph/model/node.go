// Package model holds the types of the graph that are neither rows nor words
// of the programme: connections, filters, orders. models.go is generated.
package model

// Node is a row with an identifier of its own: every entity of zhas/ent that
// the graph shows.
type Node any
