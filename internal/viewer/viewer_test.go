package viewer_test

import (
	"slices"
	"testing"

	"zhas/internal/viewer"
)

func TestRegionsOfARole(t *testing.T) {
	t.Parallel()
	v := viewer.Viewer{Grants: []viewer.Grant{
		{Role: viewer.RegionalCoordinator, Region: 7},
		{Role: viewer.Mentor},
		{Role: viewer.RegionalCoordinator, Region: 9},
		{Role: viewer.HostRepresentative, Host: 4},
	}}
	if ids, all := v.Regions(viewer.RegionalCoordinator); all || !slices.Equal(ids, []int{7, 9}) {
		t.Errorf("a coordinator of two regions has %v, all %t", ids, all)
	}
	if ids, all := v.Regions(viewer.Mentor); !all || ids != nil {
		t.Errorf("a mentor of every region has %v, all %t", ids, all)
	}
	if ids, all := v.Regions(viewer.Administrator); all || ids != nil {
		t.Errorf("a role that is not held has %v, all %t", ids, all)
	}
	if !slices.Equal(v.Hosts(), []int{4}) {
		t.Errorf("represents %v", v.Hosts())
	}
}

func TestSystemKeepsTheAccountThatAsked(t *testing.T) {
	t.Parallel()
	asking := viewer.Viewer{Account: 5, Session: 6, Locale: viewer.Kazakh, Grants: []viewer.Grant{{Role: viewer.Youth}}}
	acting, _ := viewer.FromContext(viewer.AsSystem(viewer.NewContext(t.Context(), asking)))
	if !acting.IsSystem() || acting.Account != 5 || acting.Locale != viewer.Kazakh || acting.Has(viewer.Youth) {
		t.Errorf("acting as %+v", acting)
	}
	if asking.IsSystem() {
		t.Error("who asked became the system")
	}
}

func TestOnlyYouthIsNotStaff(t *testing.T) {
	t.Parallel()
	for _, role := range viewer.Role("").Values() {
		if got := viewer.Role(role).IsStaff(); got != (role != "YOUTH") {
			t.Errorf("%s is staff: %t", role, got)
		}
	}
}

func TestTheSecondFactorComesBeforeThePerson(t *testing.T) {
	t.Parallel()
	if got := (viewer.Viewer{Account: 5, SecondFactorDue: true}).Person(); got != 0 {
		t.Errorf("who owes the second factor is person %d", got)
	}
	if got := (viewer.Viewer{Account: 5}).Person(); got != 5 {
		t.Errorf("who signed in is person %d", got)
	}
}
