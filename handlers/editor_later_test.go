package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

// TestTrueLaterSaysWhen: who publishes immediately what is true only with a scheduled version hears from
// when on it is, with all that was typed, and can publish it for then.
func TestTrueLaterSaysWhen(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, noticeOf(72*time.Hour))
		s.admin()
		v := s.declares("_pk_id")
		v.press(`id="ed_mend_all"`)
		v.press(`/confirm"`, "reason", "Checked by reading it.")
		if status := v.press(`id="ed_publish_now"`); status != http.StatusOK {
			t.Fatalf("scheduling: %d %s", status, tag.ReplaceAllString(mainOf(v.page), " "))
		}
		next, _ := s.library.Snapshot().Next(policy.CookiePolicy)
		from := s.library.Local(next.EffectiveAt)
		s.typeTitle("Cookies")
		status, body := s.pressPublish("Another title.", nil)
		for _, shows := range []string{
			"Please choose " + from.Format("January 2, 2006, 15:04") + ", or a later time", `value="Another title."`, `id="effective-error"`,
		} {
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, shows) {
				t.Errorf("%d lacks %q", status, shows)
			}
		}
		s.later(5 * time.Minute) // the proof of who it is lasts longer
		noticed := s.library.Local(s.library.Earliest(s.library.Now()))
		told := url.Values{"materiality": {"notify"}, "when": {"later"}, "effective_at": {noticed.Add(-48 * time.Hour).Format("2006-01-02T15:04")}}
		if status, body := s.pressPublish("Another title.", told); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Please choose "+noticed.Format("January 2, 2006, 15:04")+", or a later time") {
			t.Errorf("of a change that people are told of: %d %s", status, tag.ReplaceAllString(mainOf(body), " "))
		}
		then := url.Values{"when": {"later"}, "effective_at": {from.Format("2006-01-02T15:04")}}
		if status, body := s.pressPublish("Another title.", then); status != http.StatusOK {
			t.Errorf("for that time: %d %s", status, tag.ReplaceAllString(mainOf(body), " "))
		}
	})
}
