package programme

// DuplicateState is what was decided of two profiles that may be one person's.
type DuplicateState string

// The states of a possible duplicate.
const (
	DuplicateOpen      DuplicateState = "OPEN"
	DuplicateKeptApart DuplicateState = "KEPT_APART"
	DuplicateMerged    DuplicateState = "MERGED"
)

// Values lists the states, as ent's enum fields ask for them.
func (DuplicateState) Values() []string {
	return []string{string(DuplicateOpen), string(DuplicateKeptApart), string(DuplicateMerged)}
}

// Registered is what the rule of merging asks of a profile.
type Registered struct {
	Attested bool // a coordinator saw the identity document
	Merged   bool // it stands for another profile no more
}

// MayMerge tells whether a profile may be merged into the one that is kept: nil,
// or why not. Two documents that were seen are two people's, because one attested
// person has a number; and what a document attests is kept.
func MayMerge(kept, other Registered) error {
	switch {
	case kept.Merged || other.Merged:
		return Refuse(RefusedDecided, "case")
	case kept.Attested && other.Attested:
		return Refuse(RefusedBothAttested, "case")
	case other.Attested:
		return Refuse(RefusedKeepAttested, "keep")
	}
	return nil
}
