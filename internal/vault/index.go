package vault

import "fmt"

// indexSize is the length of a blind index, in bytes: two people share one with a
// probability that is nothing.
const indexSize = 16

// An Index is a value's blind index by one of the index keys.
type Index struct {
	Key   uint32 // id of the index key
	Value []byte
}

// Indexes returns the blind indexes of a value of a field, by each index key, the
// one that values are looked up by first. The value has one spelling already;
// equal values of different fields have different indexes.
func (v *Vault) Indexes(field, value string) ([]Index, error) {
	set := v.ring.Load().index
	input := fmt.Append(nil, field, "\x00", value)
	indexes := make([]Index, 1, len(set.PRFs))
	for id, key := range set.PRFs {
		hash, err := key.ComputePRF(input, indexSize)
		if err != nil {
			return nil, fmt.Errorf("computing a blind index: %w", err)
		}
		if id == set.PrimaryID {
			indexes[0] = Index{id, hash}
		} else {
			indexes = append(indexes, Index{id, hash})
		}
	}
	return indexes, nil
}
