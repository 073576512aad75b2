package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"entgo.io/ent/dialect"

	gen "zhas/ent"
)

// unsealedFor is how long an entry may be without a seal before it counts as
// damage.
const unsealedFor = time.Minute

// Verified says what Verify found sound.
type Verified struct {
	// Entries is how many entries are sealed, and Unsealed how many wait.
	Entries, Unsealed int64
	// Hash is that of the newest seal, empty when there is none.
	Hash string
	// Heads is how many signed heads the journal agrees with, and Key the public
	// key that signed them.
	Heads int64
	Key   string
}

// String says it in a sentence.
func (v Verified) String() string {
	text := fmt.Sprintf("the journal is whole: %d entries are sealed, %d wait for their seal", v.Entries, v.Unsealed)
	if v.Hash != "" {
		text += ", the head is " + v.Hash
	}
	if v.Key == "" {
		return text + "; no heads were compared"
	}
	return text + fmt.Sprintf("; heads compared: %d, signed by %s", v.Heads, v.Key)
}

// Damage is the error of a journal that is not as it was written: the first
// place, and what is wrong with it.
type Damage struct {
	// Position is the place in the order of the journal, 0 for an entry that has
	// none.
	Position int64
	// EntryID is the entry that stands there, 0 when it is not there.
	EntryID int64
	// Finding is what is wrong, in words.
	Finding string
}

func (d *Damage) Error() string {
	switch {
	case d.Position == 0:
		return fmt.Sprintf("the journal is damaged at entry %d: %s", d.EntryID, d.Finding)
	case d.EntryID == 0:
		return fmt.Sprintf("the journal is damaged at position %d: %s", d.Position, d.Finding)
	}
	return fmt.Sprintf("the journal is damaged at position %d, entry %d: %s", d.Position, d.EntryID, d.Finding)
}

// Verify reads the journal as it is at one moment, in memory that does not grow
// with it, and computes every seal again. It returns a *Damage for the first
// place that was edited, deleted, inserted, reordered or cut off. Entries that
// wait for their seal for less than a minute are sound. heads is a file of signed
// heads, the only proof against a chain that was written anew, or nil; key is the
// public key that has to have signed them, or empty for that of the first line.
// The context's viewer must be the system.
func Verify(ctx context.Context, client *gen.Client, heads io.Reader, key string) (_ Verified, err error) {
	tx, err := snapshot(ctx, client)
	if err != nil {
		return Verified{}, fmt.Errorf("verifying the journal: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // it only reads
	v := verifier{tx: tx}
	if heads != nil {
		v.heads = newHeadReader(heads, key)
	}
	if err := v.nextHead(); err != nil {
		return Verified{}, err
	}
	if err := v.chain(ctx); err != nil {
		return Verified{}, err
	}
	if err := v.beyond(); err != nil {
		return Verified{}, err
	}
	if err := v.unsealed(ctx); err != nil {
		return Verified{}, err
	}
	v.sound.Entries, v.sound.Hash = v.last.position, v.last.hash
	return v.sound, nil
}

// snapshot begins a transaction that sees the data of one moment and changes
// nothing.
func snapshot(ctx context.Context, client *gen.Client) (*gen.Tx, error) {
	options := &sql.TxOptions{ReadOnly: true}
	if client.Dialect() == dialect.Postgres {
		options.Isolation = sql.LevelRepeatableRead
	}
	return client.BeginTx(ctx, options)
}

type verifier struct {
	tx    *gen.Tx
	last  link // the newest place that is sound
	sound Verified

	heads  *headReader // nil when there are none, or no more
	head   Head        // the next one to compare
	agreed int64       // the newest position that a head was compared at
}

// place is a seal with the entry that it names.
type place struct {
	link
	entryID int64
	entry   stored
	there   bool // the entry is
}

func (p *place) scan(rows *sql.Rows) error {
	var id, recordedAt sql.NullInt64
	var transaction, actorKind, entity, action sql.NullString
	e := &p.entry
	err := rows.Scan(&p.position, &p.entryID, &p.hash, &id, &transaction, &recordedAt, &actorKind, &e.actorID, &e.requestID,
		&entity, &e.entityID, &action, &e.before, &e.after)
	p.there = id.Valid
	e.id, e.transaction, e.recordedAt, e.actorKind = id.Int64, transaction.String, recordedAt.Int64, actorKind.String
	e.entity, e.action = entity.String, action.String
	return err
}

// places calls do with the seals from a position on, in order.
func (v *verifier) places(ctx context.Context, from int64, do func(*place) error) error {
	query := `SELECT s.position, s.entry_id, s.hash, ` + columnList("e", columns...) + `
		FROM journal_seals s LEFT JOIN journal_entries e ON e.id = s.entry_id WHERE s.position >= $1 ORDER BY s.position`
	return each(ctx, v.tx, query, []any{from}, func(rows *sql.Rows) error {
		var p place
		if err := p.scan(rows); err != nil {
			return &Damage{v.last.position + 1, 0, fmt.Sprintf("a value cannot be read: %v", err)}
		}
		return do(&p)
	})
}

// errFound ends a search.
var errFound = errors.New("found")

// chain computes every seal again and compares heads on the way.
func (v *verifier) chain(ctx context.Context) error {
	const earliest = -1 << 63
	var broken *place
	err := v.places(ctx, earliest, func(p *place) error {
		if p.position != v.last.position+1 || !p.there || v.last.seal(&p.entry) != p.link {
			broken = p
			return errFound
		}
		v.last = p.link
		return v.compare()
	})
	if broken != nil && errors.Is(err, errFound) {
		return v.diagnose(ctx, broken)
	}
	return err
}

// diagnose says what is wrong with the first place that does not follow from the
// one before.
func (v *verifier) diagnose(ctx context.Context, p *place) error {
	expected := v.last.position + 1
	switch {
	case p.position < expected:
		return &Damage{p.position, p.entryID, "a seal was inserted before the first position"}
	case p.position > expected:
		return &Damage{expected, 0, fmt.Sprintf("the seal was deleted: position %d comes next", p.position)}
	case !p.there:
		return &Damage{expected, p.entryID, "the entry was deleted"}
	}
	following, fits, belongs, err := v.search(ctx, p)
	if err != nil {
		return err
	}
	expectedLink := v.last.seal(&p.entry)
	switch {
	case belongs != nil && following != nil && belongs.entryID == following.entryID && !v.swapped(p, following):
		return &Damage{expected, p.entryID, fmt.Sprintf("the entry was inserted: entry %d belongs here", belongs.entryID)}
	case belongs != nil:
		return &Damage{expected, p.entryID, fmt.Sprintf("entries were reordered: entry %d, now at position %d, belongs here", belongs.entryID, belongs.position)}
	case fits != 0:
		return &Damage{expected, p.entryID, fmt.Sprintf("entries were reordered, or the seal was edited: it was made for entry %d", fits)}
	case following != nil && following.follows(expectedLink):
		return &Damage{expected, p.entryID, "the seal was edited"}
	case following != nil && following.follows(p.link):
		return &Damage{expected, p.entryID, "the entry was edited"}
	case following == nil:
		return &Damage{expected, p.entryID, "the entry or its seal was edited"}
	}
	return &Damage{expected, p.entryID, "it does not follow from the position before: the entry was edited with its seal, or moved here, or others were deleted before it"}
}

// follows reports whether the place comes after a link.
func (p *place) follows(l link) bool { return p.there && l.seal(&p.entry) == p.link }

// swapped reports whether two neighbours have changed places.
func (v *verifier) swapped(p, following *place) bool {
	second := link{position: v.last.position + 1, hash: following.hash}
	return second.seal(&p.entry).hash == p.hash
}

// search looks through the whole journal for what explains a place that does not
// fit: the place following it, the entry that its seal was made for, and the
// place whose seal was made for its position.
func (v *verifier) search(ctx context.Context, p *place) (following *place, fits int64, belongs *place, err error) {
	err = v.places(ctx, p.position+1, func(other *place) error {
		if other.position == p.position+1 {
			following = other
		}
		if belongs == nil && other.there && v.last.seal(&other.entry).hash == other.hash {
			belongs = other
		}
		return nil
	})
	if err != nil {
		return nil, 0, nil, err
	}
	err = each(ctx, v.tx, `SELECT `+columnList("e", columns...)+` FROM journal_entries e ORDER BY e.id`, nil, func(rows *sql.Rows) error {
		var e stored
		if rows.Scan(e.targets()...) == nil && v.last.seal(&e) == p.link { // what cannot be read explains nothing
			fits = e.id
		}
		return nil
	})
	return following, fits, belongs, err
}

// nextHead takes the next head to compare. Heads of one file never go back.
func (v *verifier) nextHead() error {
	if v.heads == nil {
		return nil
	}
	head, err := v.heads.next()
	if errors.Is(err, io.EOF) {
		v.heads = nil
		return nil
	}
	if err != nil {
		return err
	}
	if head.Position < v.head.Position {
		return &Damage{head.Position + 1, 0, fmt.Sprintf("the journal was cut off here before %s (line %d of the heads): it had %d positions at %s",
			head.Time.Format(time.RFC3339), v.heads.line, v.head.Position, v.head.Time.Format(time.RFC3339))}
	}
	v.head, v.sound.Key = head, head.Key
	return nil
}

// compare compares the newest place with the heads of its position.
func (v *verifier) compare() error {
	for v.heads != nil && v.head.Position == v.last.position {
		if v.head.Hash != v.last.hash {
			from := v.agreed + 1
			return &Damage{from, 0, fmt.Sprintf("the chain was written anew between the positions %d and %d: the head of %s (line %d) has another hash",
				from, v.head.Position, v.head.Time.Format(time.RFC3339), v.heads.line)}
		}
		v.agreed = v.head.Position
		v.sound.Heads++
		if err := v.nextHead(); err != nil {
			return err
		}
	}
	return nil
}

// beyond refuses a head that is newer than the journal.
func (v *verifier) beyond() error {
	if v.heads == nil {
		return nil
	}
	return &Damage{v.last.position + 1, 0, fmt.Sprintf("the journal was cut off here: it had %d positions at %s (line %d of the heads)",
		v.head.Position, v.head.Time.Format(time.RFC3339), v.heads.line)}
}

// unsealed counts the entries that wait for their seal and refuses old ones.
func (v *verifier) unsealed(ctx context.Context) error {
	var old, pending int64
	oldest := time.Now().Add(-unsealedFor).UnixMicro()
	_, err := first(ctx, v.tx, []any{&v.sound.Unsealed, &old}, `SELECT COUNT(*), COALESCE(MIN(CASE WHEN e.recorded_at < $1 THEN e.id END), 0)
		FROM journal_entries e WHERE NOT EXISTS (SELECT 1 FROM journal_seals s WHERE s.entry_id = e.id)`, oldest)
	if err != nil || old == 0 {
		return err
	}
	waits, err := first(ctx, v.tx, []any{&pending}, "SELECT entry_id FROM journal_pending WHERE entry_id = $1", old)
	switch {
	case err != nil:
		return err
	case waits:
		return &Damage{0, old, "it has been waiting for its seal for longer than a minute: no server has run since, or it was inserted beside the program"}
	}
	return &Damage{0, old, "it has no seal and waits for none: the seal was cut off, or the entry inserted beside the program"}
}
