package programme

// JournalAction is what a journal entry says was done.
type JournalAction string

// The actions of the journal.
const (
	JournalCreate JournalAction = "CREATE"
	JournalUpdate JournalAction = "UPDATE"
	JournalDelete JournalAction = "DELETE"
	// JournalBulk is the creation or deletion of many invented rows at once.
	JournalBulk JournalAction = "BULK"
)

// Values lists the actions, as ent's enum fields ask for them.
func (JournalAction) Values() []string {
	return []string{string(JournalCreate), string(JournalUpdate), string(JournalDelete), string(JournalBulk)}
}

// ActorKind is what kind of actor made a change.
type ActorKind string

// The kinds of actors.
const (
	ActorSystem ActorKind = "SYSTEM" // the programme itself
	ActorPerson ActorKind = "PERSON" // somebody who has signed in
	ActorClient ActorKind = "CLIENT" // another system, through the graph
	ActorPublic ActorKind = "PUBLIC" // somebody who has not signed in
)

// Values lists the kinds, as ent's enum fields ask for them.
func (ActorKind) Values() []string {
	return []string{string(ActorSystem), string(ActorPerson), string(ActorClient), string(ActorPublic)}
}

// ChangeKind is what a change was to whoever reads of it.
type ChangeKind string

// The kinds of changes.
const (
	ChangeCreated ChangeKind = "CREATED" // or became visible
	ChangeUpdated ChangeKind = "UPDATED"
	ChangeRemoved ChangeKind = "REMOVED" // deleted, or visible no longer
	ChangeBulk    ChangeKind = "BULK"    // many invented rows at once
)

// Values lists the kinds.
func (ChangeKind) Values() []string {
	return []string{string(ChangeCreated), string(ChangeUpdated), string(ChangeRemoved), string(ChangeBulk)}
}
