package graph_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"zhas/ent"
	"zhas/ent/socialproject"
	"zhas/internal/programme"
	"zhas/internal/testkit"
	"zhas/internal/viewer"
)

// What happened to a row that is visible leads to no row that is hidden, and a
// scope that asks for identifiers sees the changes of the rows that have them.
func TestChangesLeadToWhatIsVisible(t *testing.T) {
	eachWorld(t, func(t *testing.T, w *world) {
		w.season(t, 2026, 1, "KZ-63")
		setup := testkit.Setup(viewer.AsSystem(t.Context()))
		person := w.client.Account.Create().SetPerson(w.client.Person.Create().SaveX(setup)).SetName("A").SetLanguage(viewer.English).SetPasswordHash("x").SaveX(setup)
		w.write(t, func(ctx context.Context, tx *ent.Tx) error {
			project, err := tx.SocialProject.Query().Where(socialproject.PublishedAtNotNil()).Only(ctx)
			if err != nil {
				return err
			}
			host := *project.HostID
			return errors.Join(
				tx.SocialProject.UpdateOne(project).ClearHost().Exec(ctx),
				tx.SocialProject.UpdateOneID(project.ID).SetHostID(host).SetStage(programme.StageCompleted).Exec(ctx),
				tx.Account.UpdateOneID(person.ID).SetLanguage(viewer.Russian).Exec(ctx))
		})
		asking := viewer.Viewer{Account: person.ID, Grants: []viewer.Grant{{Role: viewer.Public}}, Locale: viewer.English}
		history := func(asking viewer.Viewer, id int) string {
			var lines []string
			data := w.data(t, asking, `query($id: ID!) { history(id: $id) { nodes { kind type fields { name before after } } } }`, map[string]any{"id": fmt.Sprint(id)})
			for _, node := range at(t, data, "history", "nodes").([]any) {
				lines = append(lines, tell(t, node))
			}
			return strings.Join(lines, "; ")
		}
		project := w.client.SocialProject.Query().Where(socialproject.PublishedAtNotNil()).OnlyX(setup)
		if got := history(public, project.ID); got != "UPDATED SocialProject stage:RUNNING→COMPLETED; UPDATED SocialProject" {
			t.Errorf("the public reads %s", got)
		}
		want := fmt.Sprintf("UPDATED SocialProject host:<nil>→%d stage:RUNNING→COMPLETED; UPDATED SocialProject host:%[1]d→<nil>", *project.HostID)
		if got := history(system, project.ID); got != want {
			t.Errorf("the programme reads %s", got)
		}
		if got := history(asking, person.ID); got != "UPDATED Account language:en→ru" {
			t.Errorf("a person reads of themselves %q", got)
		}
		if got := history(public, person.ID); got != "" {
			t.Errorf("the public reads of a person %q", got)
		}
	})
}
