package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestMendAllTwice: who presses twice reads that it is done, and nothing changes again.
func TestMendAllTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		v := s.declares("_pk_id")
		before := v.page
		v.press(`id="ed_mend_all"`, "summary", "We count visits.")
		draft := s.draft()
		if !strings.Contains(v.page, "Changed. What was changed") {
			t.Errorf("once: %s", tag.ReplaceAllString(mainOf(v.page), " "))
		}
		v.page = before
		if status := v.press(`id="ed_mend_all"`, "summary", "We count visits."); status != http.StatusOK ||
			!strings.Contains(v.page, "Nothing was left to change") || strings.Contains(v.page, "Changed. What was changed") {
			t.Errorf("the second time: %d %s", status, tag.ReplaceAllString(mainOf(v.page), " "))
		}
		if !strings.Contains(v.page, `value="We count visits."`) || s.draft().PartHash("title") != draft.PartHash("title") {
			t.Error("what was typed or written is gone")
		}
	})
}
