package programme_test

import (
	"errors"
	"testing"

	"zhas/internal/programme"
)

func TestWhatADocumentAttestsIsKeptAndTwoDocumentsAreTwoPeoples(t *testing.T) {
	attested, merged := programme.Registered{Attested: true}, programme.Registered{Merged: true}
	for _, c := range []struct {
		name        string
		kept, other programme.Registered
		want        programme.RefusalCode
	}{
		{"neither was seen", programme.Registered{}, programme.Registered{}, ""},
		{"the document of the one that is kept was seen", attested, programme.Registered{}, ""},
		{"the document of the other was seen", programme.Registered{}, attested, programme.RefusedKeepAttested},
		{"both documents were seen", attested, attested, programme.RefusedBothAttested},
		{"the one to keep was merged before", merged, programme.Registered{}, programme.RefusedDecided},
		{"the other was merged before", attested, merged, programme.RefusedDecided},
	} {
		t.Run(c.name, func(t *testing.T) {
			var refusal *programme.Refusal
			err := programme.MayMerge(c.kept, c.other)
			if got := errors.As(err, &refusal); got != (c.want != "") || got && refusal.Code != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
