package demo

import (
	"fmt"
	"math/rand/v2"

	"zhas/ent"
	"zhas/internal/programme"
)

// weights are how many projects a region has beside the others, and of a
// hundred how many are written in Russian. They follow the size of the regions
// loosely, so that lists and maps look alive; they state nothing.
var weights = map[string]struct{ size, russian int }{ // by KATO code
	"100000000": {3, 45}, "110000000": {4, 55}, "150000000": {4, 30}, "190000000": {6, 30}, "230000000": {3, 15},
	"270000000": {3, 35}, "310000000": {5, 30}, "330000000": {3, 35}, "350000000": {5, 60}, "390000000": {4, 65},
	"430000000": {4, 10}, "470000000": {3, 10}, "550000000": {3, 60}, "590000000": {3, 70}, "610000000": {8, 15},
	"620000000": {1, 30}, "630000000": {3, 65}, "710000000": {6, 45}, "750000000": {8, 55}, "790000000": {5, 35},
}

// placesPerRegion is how many invented places a region has.
const placesPerRegion = 12

// Parts of the names of invented places, in Kazakh, Russian and English letters.
var (
	placeFirst = [][3]string{
		{"Арман", "Арман", "Arman"},
		{"Шаттық", "Шаттык", "Shattyk"},
		{"Жұлдыз", "Жулдыз", "Zhuldyz"},
		{"Үміт", "Умит", "Umit"},
		{"Мейірім", "Мейирим", "Meiirim"},
		{"Самал", "Самал", "Samal"},
		{"Шуақ", "Шуак", "Shuak"},
		{"Қиял", "Киял", "Kiyal"},
		{"Көктем", "Коктем", "Koktem"},
		{"Бәйшешек", "Байшешек", "Baisheshek"},
		{"Қарлығаш", "Карлыгаш", "Karlygash"},
		{"Керуен", "Керуен", "Keruen"},
		{"Сырлы", "Сырлы", "Syrly"},
		{"Ертегі", "Ертеги", "Ertegi"},
	}
	placeSecond = [][3]string{
		{"бұлақ", "булак", "bulak"},
		{"көл", "коль", "kol"},
		{"сай", "сай", "sai"},
		{"төбе", "тобе", "tobe"},
		{"өзек", "озек", "ozek"},
		{"жар", "жар", "zhar"},
		{"арал", "арал", "aral"},
	}
)

// a place is an invented village, or an invented district of a city.
type place struct {
	id     int
	kato   string
	kind   programme.LocalityKind
	kk, ru string
	en     string
}

// words are the forms of the place that texts use, as pairs for expand.
func (p place) words(writesKazakh bool) []string {
	district := p.kind == programme.LocalityDistrict
	switch {
	case writesKazakh && district:
		return []string{"{in}", p.kk + " ауданында", "{of}", p.kk + " ауданының", "{from}", p.kk + " ауданынан", "{is}", p.kk + " ауданы"}
	case writesKazakh:
		return []string{"{in}", p.kk + " ауылында", "{of}", p.kk + " ауылының", "{from}", p.kk + " ауылынан", "{is}", p.kk + " ауылы"}
	case district:
		return []string{"{in}", "в районе " + p.ru, "{of}", "района " + p.ru, "{from}", "от района " + p.ru, "{is}", "район " + p.ru}
	default:
		return []string{"{in}", "в селе " + p.ru, "{of}", "села " + p.ru, "{from}", "от села " + p.ru, "{is}", "село " + p.ru}
	}
}

// area is a region with what is invented in it.
type area struct {
	id            int
	size, russian int
	places        []place
	hosts         []int // ids
}

// invent draws the places of a region. Their codes are those that the state's
// classifier cannot contain (programme.InventedKATO).
func invent(r *rand.Rand, region *ent.Region) area {
	weight, known := weights[region.Kato]
	if !known { // a region that was founded since
		weight.size, weight.russian = 3, 40
	}
	a := area{id: region.ID, size: weight.size, russian: weight.russian}
	kind := programme.LocalityVillage
	if region.Kind == programme.RegionCity {
		kind = programme.LocalityDistrict
	}
	for i, n := range r.Perm(len(placeFirst) * len(placeSecond))[:placesPerRegion] {
		first, second := placeFirst[n%len(placeFirst)], placeSecond[n/len(placeFirst)]
		a.places = append(a.places, place{
			kato: fmt.Sprintf("%s00%05d", region.Kato[:2], i+1), kind: kind,
			kk: first[0] + second[0], ru: first[1] + second[1], en: first[2] + second[2],
		})
	}
	return a
}
