package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestEditorForScripts: every act of the editor answers a script in JSON, with the
// status, and with the fields at fault.
func TestEditorForScripts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		says := "They are widely used to make websites work more efficiently and to provide information to site owners."
		hash := func(at string) string { return s.draft().PartHash(at) }
		read := func() string { return s.read(policyPath + "?at=title") }
		title := func(words string) url.Values {
			return url.Values{"at": {"title"}, "kind": {"title"}, "title": {words}, "read_part": {"*"}}
		}
		check := func(says, part string) url.Values {
			return url.Values{
				"at":        {"what-are-cookies-1"},
				"kind":      {"cookie_count"},
				"count":     {"2"},
				"says":      {says},
				"read_part": {part},
			}
		}
		for _, tt := range []struct {
			act    string
			form   url.Values
			status int
			field  string // at fault
		}{
			{"part", title("Ours"), http.StatusOK, ""},
			{"part", title(""), http.StatusUnprocessableEntity, "title"},
			{"part", url.Values{"at": {"title"}, "kind": {"title"}, "title": {"x"}, "read_part": {"old"}}, http.StatusConflict, ""},
			{"check", check(says, hash("what-are-cookies-1")), http.StatusOK, ""},
			{"check", check("", hash("what-are-cookies-1")), http.StatusUnprocessableEntity, "says"},
			{"check", check(says, "old"), http.StatusConflict, ""},
			{"check/remove", url.Values{"at": {"what-are-cookies-1"}, "n": {"0"}, "says": {says}, "read_part": {"*"}}, http.StatusOK, ""},
			{"check/remove", url.Values{"at": {"what-are-cookies-1"}, "n": {"7"}, "read_part": {"*"}}, http.StatusConflict, ""},
			{"move", url.Values{"at": {"contact-1"}, "by": {"1"}}, http.StatusOK, ""},
			{"move", url.Values{"at": {"nothing"}, "by": {"1"}}, http.StatusUnprocessableEntity, "document"},
			{"remove", url.Values{"at": {"contact-1"}, "read_part": {"old"}}, http.StatusConflict, ""},
			{"remove", url.Values{"at": {"contact-1"}, "read_part": {"*"}}, http.StatusOK, ""},
			{"undo", url.Values{"read": {"old"}}, http.StatusConflict, ""},
			{"undo", url.Values{"read": {"*"}}, http.StatusOK, ""},
			{"restore", url.Values{"number": {"1"}}, http.StatusConflict, "read"},
			{"restore", url.Values{"number": {"1"}, "read": {"old"}}, http.StatusConflict, "read"},
			{"restore", url.Values{"number": {"1"}, "read": {"*"}}, http.StatusOK, ""},
			{"restore", url.Values{"number": {"99"}, "read": {"*"}}, http.StatusNotFound, ""},
			{"import", url.Values{"text": {"titel: x"}}, http.StatusUnprocessableEntity, "document"},
			{"import", url.Values{"text": {s.export("yaml")}}, http.StatusOK, ""},
			{"import", url.Values{"text": {s.export("yaml")}, "sure": {"1"}, "read": {"old"}}, http.StatusConflict, "read"},
			{"import", url.Values{"text": {s.export("yaml")}, "sure": {"1"}, "read": {"*"}}, http.StatusOK, ""},
			{"discard", url.Values{"read": {"old"}}, http.StatusConflict, ""},
			{"discard", url.Values{"read": {"*"}}, http.StatusOK, ""},
		} {
			if tt.form.Get("read_part") == "*" {
				tt.form.Set("read_part", hash(tt.form.Get("at")))
			}
			if tt.form.Get("read") == "*" {
				tt.form.Set("read", read())
			}
			name := fmt.Sprintf("%s %v", tt.act, tt.form)
			status, body, res := s.ask(
				"POST",
				policyPath+"/"+tt.act,
				tt.form,
				"Accept",
				"application/json",
				"Sec-Fetch-Mode",
				"cors",
			)
			var answer struct {
				Message string
				Status  int
				Errors  map[string]string
			}
			isJSON := strings.Contains(res.Header.Get("Content-Type"), "json") &&
				json.Unmarshal([]byte(body), &answer) == nil
			if status != tt.status || !isJSON || status >= 400 && answer.Status != status ||
				status == http.StatusOK && answer.Message == "" {
				t.Errorf("%.200s: %d %.300s", name, status, body)
			}
			if tt.field != "" && answer.Errors[tt.field] == "" {
				t.Errorf("%.200s: no word of %s in %v", name, tt.field, answer.Errors)
			}
		}
	})
}
