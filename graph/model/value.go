package model

import (
	"encoding/json"
	"errors"
	"io"
)

// FieldValue is a value of any type, as JSON.
type FieldValue json.RawMessage

// MarshalGQL writes the value as it is.
func (v FieldValue) MarshalGQL(w io.Writer) {
	_, _ = w.Write(v) // into memory
}

// UnmarshalGQL is never asked for: the graph takes no such value.
func (v *FieldValue) UnmarshalGQL(any) error { return errors.New("a FieldValue is not for input") }
