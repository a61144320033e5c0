package legal

import (
	"testing"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/site"
)

// TestMaterialityWords: nobody was asked to accept what is not in effect yet.
func TestMaterialityWords(t *testing.T) {
	for status, want := range map[site.Status]string{
		site.Scheduled: "A change that members will be asked to accept", site.InEffect: "A change that members were asked to accept",
		site.Superseded: "A change that members were asked to accept", site.Withdrawn: "A change that members would have been asked to accept",
	} {
		if got := materialityWords(site.Version{Number: 2, Materiality: policies.AskAgain}, status); got != want {
			t.Errorf("%s: %q", status, got)
		}
	}
}
