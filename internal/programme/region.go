package programme

// RegionKind is the kind of a first-level administrative unit.
type RegionKind string

// The kinds of regions.
const (
	RegionOblast RegionKind = "OBLAST"
	// RegionCity is a city of republican significance or the capital.
	RegionCity RegionKind = "CITY"
)

// Values lists the kinds, as ent's enum fields ask for them.
func (RegionKind) Values() []string { return []string{string(RegionOblast), string(RegionCity)} }

// LocalityKind is the kind of a unit of the KATO classifier below the region.
type LocalityKind string

// The kinds of localities.
const (
	LocalityDistrict      LocalityKind = "DISTRICT"
	LocalityTown          LocalityKind = "TOWN"
	LocalityRuralDistrict LocalityKind = "RURAL_DISTRICT"
	LocalityVillage       LocalityKind = "VILLAGE"
)

// Values lists the kinds, as ent's enum fields ask for them.
func (LocalityKind) Values() []string {
	return []string{
		string(LocalityDistrict), string(LocalityTown), string(LocalityRuralDistrict), string(LocalityVillage),
	}
}

// ValidKATO reports whether code has the form of the state's classifier of
// administrative units: nine digits of which the first two, the region, are
// not zero.
func ValidKATO(code string) bool {
	if len(code) != 9 || code[:2] == "00" {
		return false
	}
	for _, c := range []byte(code) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// InventedKATO reports whether code is one of those that invented places have:
// a region's two digits, then 00 and five digits that are not all zero. The
// classifier cannot contain it, because its third and fourth digit name the
// district or town that a place lies in, and are 00 for the region itself only.
func InventedKATO(code string) bool {
	return ValidKATO(code) && code[2:4] == "00" && code[4:] != "00000"
}
