package handlers_test

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/block/blocktest"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/claim/claimtest"
)

// TestNewKindsInTheEditor: a kind of block and a kind of condition that are registered
// are offered, filled in, saved, published and printed, and nothing else had to be
// changed for them.
func TestNewKindsInTheEditor(t *testing.T) {
	blocktest.RegisterQuotation(t)
	claimtest.RegisterStartsWith(t)
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		uid := s.addQuotation()
		s.addStartsWith(uid)
		if status, body := s.pressPublish("A quotation.", nil); status != http.StatusOK {
			t.Fatalf("publishing: %d: %s", status, body)
		}
		_, page, _ := s.ask("GET", "/legal/cookie-policy", nil)
		for _, printed := range []string{
			`<p>All begin alike.<a class="checked checked-related"`, "<p>Said by Ada</p>", "Every name starts with prokken_.",
		} {
			if !strings.Contains(page, printed) {
				t.Errorf("the page does not print %q", printed)
			}
		}
	})
}

// addQuotation adds a block of the new kind, and returns its uid.
func (s *site) addQuotation() string {
	s.t.Helper()
	if _, menu, _ := s.ask("GET", policyPath+"?add=block", nil); !strings.Contains(menu, "What somebody said.") {
		s.t.Error("the editor does not offer the block")
	}
	bad := s.part("add=quotation&to=contact", "words", "...")
	if status, body, _ := s.ask("POST", policyPath+"/part", bad); status != http.StatusUnprocessableEntity ||
		!strings.Contains(body, "Please write something here.") {
		s.t.Errorf("without words: %d", status)
	}
	form := s.part("add=quotation&to=contact", "words", "All begin alike.")
	if body := s.save(form); !strings.Contains(body, "Quotation") {
		s.t.Error("the outline does not name the block")
	}
	b, _ := s.draft().Block(form.Get("at"))
	want := blocktest.Quotation{Words: "All begin alike.", By: []string{"Ada"}}
	if !reflect.DeepEqual(b.Content, block.Content(want)) {
		s.t.Fatalf("saved: %+v", b)
	}
	return b.UID
}

// addStartsWith adds a condition of the new kind to the block.
func (s *site) addStartsWith(uid string) {
	s.t.Helper()
	check := policyPath + "/check?" + url.Values{"at": {uid}}.Encode()
	if _, menu, _ := s.ask("GET", check, nil); !strings.Contains(menu, "All names start so") {
		s.t.Error("the editor does not offer the condition")
	}
	if _, body, _ := s.ask("GET", check+"&kind=names_start_with", nil); !strings.Contains(body, `name="start"`) {
		s.t.Error("the condition has no form")
	}
	status, body, _ := s.ask("POST", policyPath+"/check", url.Values{
		"at": {uid}, "read_part": {s.draft().PartHash(uid)}, "kind": {"names_start_with"},
		"says": {"All begin alike."}, "start": {"prokken_"},
	})
	b, _ := s.draft().Block(uid)
	want := []claim.Claim{claim.About("All begin alike.", claimtest.StartsWith("prokken_"))}
	if status != http.StatusOK || !reflect.DeepEqual(b.Claims, want) {
		s.t.Fatalf("saved: %d, %+v: %s", status, b.Claims, body)
	}
}
