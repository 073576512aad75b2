package personal

import "time"

// now is the instant of a change, at the precision that both databases keep.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
