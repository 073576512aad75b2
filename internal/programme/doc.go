// Package programme holds the words and rules of the youth corps programme as
// pure values and functions: standard library only, no database, no clock.
//
// Enumerations are upper-case strings: the same word stands in the database,
// in the graph and on the screen. Sources in comments (S9 and so on) are the
// codes of internal/facts/data/sources.csv.
package programme
