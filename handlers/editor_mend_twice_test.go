package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestMendAllTwice: who presses twice comes to the same page, and nothing changes again.
func TestMendAllTwice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		v := s.declares("_pk_id")
		before := v.page
		v.press(`id="ed_mend_all"`, "summary", "We count visits.")
		once, draft := mainOf(v.page), s.draft()
		v.page = before
		if status := v.press(`id="ed_mend_all"`, "summary", "We count visits."); status != http.StatusOK || mainOf(v.page) != once {
			t.Errorf("the second time: %d %s", status, tag.ReplaceAllString(mainOf(v.page), " "))
		}
		if !strings.Contains(once, `value="We count visits."`) || s.draft().PartHash("title") != draft.PartHash("title") {
			t.Error("what was typed or written is gone")
		}
	})
}
