package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestTogetherWithNoDraft: a policy that has no draft is not called changed.
func TestTogetherWithNoDraft(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.typeTitle("Cookies")
		with := url.Values{"with": {"terms"}, "read.terms": {"x"}, "summary.terms": {"In line."}}
		status, body := s.pressPublish("Another title.", with)
		if status != http.StatusConflict || !strings.Contains(body, "“Terms of Service” has no draft") ||
			strings.Contains(body, "someone has changed") || !strings.Contains(body, `value="Another title."`) {
			t.Errorf("publishing: %d %s", status, tag.ReplaceAllString(mainOf(body), " "))
		}
		with.Set("read", s.read(policyPath+"/publish"))
		status, body, _ = s.ask("POST", policyPath+"/submit", with)
		if status != http.StatusConflict || !strings.Contains(body, "“Terms of Service” has no draft") {
			t.Errorf("asking for review: %d", status)
		}
	})
}
