package graph

import (
	"fmt"

	"zhas/ent"
	"zhas/internal/programme"
)

// periodsThen names the periods of a region that nameThen reads, so that they
// do not meet those that the document asks for itself.
const periodsThen = "nameThen"

// nameThen is the name of a region on the first day of a season, or in the
// middle of its year where that day is unknown. The look-ahead loaded what it
// reads.
func nameThen(part *ent.SeasonRegion) (*programme.Text, error) {
	season, err := part.Edges.SeasonOrErr()
	if err != nil {
		return nil, err
	}
	region, err := part.Edges.RegionOrErr()
	if err != nil {
		return nil, err
	}
	periods, err := region.NamedPeriods(periodsThen)
	if err != nil {
		return nil, err
	}
	day := programme.Date(fmt.Sprintf("%04d-07-01", season.Year))
	if season.StartsOn != nil {
		day = *season.StartsOn
	}
	name := region.Name()
	for _, period := range periods {
		if (period.ValidFrom == nil || *period.ValidFrom <= day) && (period.ValidTo == nil || day < *period.ValidTo) {
			name = period.Name()
		}
	}
	return &name, nil
}
