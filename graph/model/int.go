package model

import (
	"fmt"
	"math"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalInt writes an Int.
func MarshalInt(i int) graphql.Marshaler { return graphql.MarshalInt(i) }

// UnmarshalInt reads an Int, which GraphQL bounds to 32 bits.
func UnmarshalInt(v any) (int, error) {
	i, err := graphql.UnmarshalInt(v)
	if err == nil && (i < math.MinInt32 || i > math.MaxInt32) {
		return 0, fmt.Errorf("%d is beyond the 32 bits of an Int", i)
	}
	return i, err
}
