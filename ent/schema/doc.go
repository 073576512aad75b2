// Package schema models the programme: regions, seasons with their rule sets,
// published figures with their sources, host organisations, youth and social
// projects. It says what rows are, not who may see them: package policy embeds
// these types and adds that.
//
// Comments on fields and edges are what the database shows; the words for
// analysts stand in graph/*.graphql.
package schema
