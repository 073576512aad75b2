package model

import (
	"errors"
	"time"

	"github.com/99designs/gqlgen/graphql"
)

// MarshalTime writes a Time.
func MarshalTime(t time.Time) graphql.Marshaler { return graphql.MarshalTime(t) }

// UnmarshalTime reads a Time: an instant with its offset, which in UTC lies in
// the years that databases, backups and other programs have a form for. It is
// kept in UTC, at the precision that both databases keep.
func UnmarshalTime(v any) (time.Time, error) {
	text, _ := v.(string)
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, errors.New("no instant, such as 2026-09-01T09:00:00+05:00")
	}
	t = t.UTC().Truncate(time.Microsecond)
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, errors.New("an instant beyond the years 1 to 9999 in UTC")
	}
	return t, nil
}
