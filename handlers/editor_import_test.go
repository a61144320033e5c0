package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

func (s *site) export(path string) string {
	s.t.Helper()
	status, body, res := s.ask("GET", policyPath+"/export/"+path, nil)
	if status != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment; filename=") {
		s.t.Fatalf("exporting %s: %d", path, status)
	}
	return body
}

// upload sends a file as the page's form would.
func (s *site) upload(text string) (int, string) {
	s.t.Helper()
	return s.sendParts(func(form *multipart.Writer) error {
		file, err := form.CreateFormFile("file", "policy.yaml")
		if err == nil {
			_, err = file.Write([]byte(text))
		}
		return err
	})
}

// paste sends a text as the page's form would, with what else is in it.
func (s *site) paste(text string, more url.Values) (int, string) {
	s.t.Helper()
	return s.sendParts(func(form *multipart.Writer) error {
		for name := range more {
			if err := form.WriteField(name, more.Get(name)); err != nil {
				return err
			}
		}
		return form.WriteField("text", text)
	})
}

func (s *site) sendParts(fill func(*multipart.Writer) error) (int, string) {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := fill(form); err != nil {
		s.t.Fatal(err)
	}
	_ = form.Close()
	r, err := http.NewRequest(http.MethodPost, s.url+policyPath+"/import", &body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	var page bytes.Buffer
	_, _ = page.ReadFrom(res.Body)
	return res.StatusCode, page.String()
}

// TestLargeImport: a document near the limit can be pasted, whatever its letters,
// and is made the draft.
func TestLargeImport(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		if _, body, _ := s.ask("GET", policyPath+"/import", nil); strings.Count(
			body,
			`enctype="multipart/form-data"`,
		) != 2 {
			t.Error("the text is sent three times as large as it is")
		}
		d := s.draft()
		for i := range 60 {
			d.Intro = append(
				d.Intro,
				policy.Block{
					UID:     fmt.Sprintf("b-%d", i),
					Content: block.Prose(strings.TrimSpace(strings.Repeat("কুকি ", 500))),
				},
			)
		}
		yaml, err := d.YAML()
		if err != nil {
			t.Fatal(err)
		}
		text := string(yaml)
		status, body := s.paste(text, nil)
		if len(url.QueryEscape(text)) < 1<<20 || status != http.StatusOK ||
			!strings.Contains(body, "Import as draft") {
			t.Fatalf("%d bytes: %d", len(text), status)
		}
		status, _ = s.paste(text, url.Values{"sure": {"1"}, "read": {readField.FindStringSubmatch(body)[1]}})
		if status != http.StatusOK || len(s.draft().Intro) < 60 {
			t.Errorf("making it the draft: %d", status)
		}
	})
}

// TestPastedTextSurvivesTheEndOfASession: it waits in the page that asks to log in.
func TestPastedTextSurvivesTheEndOfASession(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.forget()
	if status, body := s.paste("slug: kept", nil); status != http.StatusUnauthorized ||
		!strings.Contains(body, `name="text" value="slug: kept"`) {
		t.Errorf("%d", status)
	}
}

// TestImportWithoutALook: nobody overwrites a draft that they did not look at.
func TestImportWithoutALook(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		text, sure := s.export("yaml"), url.Values{"sure": {"1"}}
		s.typeTitle("Kept")
		status, body := s.paste(text, sure)
		if status != http.StatusConflict || s.draft().Title != "Kept" ||
			!strings.Contains(body, "Replace the draft") {
			t.Errorf("over a draft: %d", status)
		}
		if status, body := s.upload("{"); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "<textarea id=\"text\"") ||
			!strings.Contains(body, "\n{</textarea>") {
			t.Errorf("a file that is refused: %d", status)
		}
		s.ask("POST", policyPath+"/discard", url.Values{"read": {s.read(policyPath + "/discard")}})
		if status, body := s.paste(strings.Replace(text, "title: Cookie Policy", "title: Imported", 1), sure); status != http.StatusOK ||
			s.draft().Title != "Imported" {
			t.Errorf("with nothing to lose: %d %s", status, body)
		}
	})
}

// TestExportAndImport: what was exported comes back as it was, after a look at
// what it would change.
func TestExportAndImport(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.typeTitle("Cookies")
		for _, format := range []string{"yaml", "json"} {
			text := s.export(format)
			if s.export(format+"?version=1") == text {
				t.Error("the version is the draft")
			}
			s.typeTitle("Something else")
			status, body, _ := s.ask("POST", policyPath+"/import", url.Values{"text": {text}})
			if status != http.StatusOK || !strings.Contains(body, "What it would change") ||
				!strings.Contains(body, "Replace the draft") ||
				s.draft().Title != "Something else" {
				t.Fatalf("%s, a look: %d", format, status)
			}
			form := url.Values{"text": {text}, "sure": {"1"}, "read": {readField.FindStringSubmatch(body)[1]}}
			s.typeTitle("Meanwhile")
			if status, body, _ := s.ask("POST", policyPath+"/import", form); status != http.StatusConflict ||
				!strings.Contains(body, "has changed the draft") {
				t.Errorf("%s, changed meanwhile: %d", format, status)
			}
			form.Set("read", s.read(policyPath))
			if status, body, _ := s.ask("POST", policyPath+"/import", form); status != http.StatusOK ||
				!strings.Contains(body, "now the draft") ||
				s.draft().Title != "Cookies" ||
				s.export(format) != text {
				t.Errorf("%s, done: %d", format, status)
			}
			if status, body := s.upload(text); status != http.StatusOK || !strings.Contains(body, "No differences") {
				t.Errorf("%s, a file: %d", format, status)
			}
		}
	})
}

// TestBadImports: each says what is wrong and where, keeps the text, and changes
// nothing.
func TestBadImports(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	yaml := s.export("yaml")
	blocks := strings.Builder{}
	blocks.WriteString("slug: cookie-policy\ntitle: Many\nintro:\n")
	for i := range 10_000 {
		fmt.Fprintf(&blocks, "  - uid: b-%d\n    prose: A block.\n", i)
	}
	for name, tt := range map[string]struct{ text, says string }{
		"nothing":            {"", "paste a document"},
		"not YAML":           {"{", "line 1"},
		"an unknown field":   {strings.Replace(yaml, "title: Cookie Policy", "titel: Cookie Policy", 1), "titel"},
		"another policy":     {strings.Replace(yaml, "slug: cookie-policy", "slug: terms", 1), "another policy"},
		"an anchor twice":    {strings.Replace(yaml, "anchor: contact", "anchor: changes", 1), "changes"},
		"a cookie missing":   {strings.Replace(yaml, "name: prokken_refresh\n", "name: other\n", 1), "prokken_refresh"},
		"a script in a link": {strings.Replace(yaml, "https://stripe.com/legal/cookies-policy", "javascript:alert(1)", 1), "A link starts with"},
		"10,000 blocks":      {blocks.String(), "at most 1000"},
		"not UTF-8":          {"slug: \xff", ""},
		"markup":             {"<script>alert(1)</script>", ""},
	} {
		for way, send := range map[string]func() (int, string){
			"text": func() (int, string) {
				status, body, _ := s.ask("POST", policyPath+"/import", url.Values{"text": {tt.text}, "sure": {"1"}})
				return status, body
			},
			"file": func() (int, string) { return s.upload(tt.text) },
		} {
			status, body := send()
			if name == "not UTF-8" && way == "text" && status == http.StatusBadRequest {
				continue // no form gets that through
			}
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, tt.says) ||
				strings.Contains(body, "<script>alert") {
				t.Errorf("%s as %s: %d", name, way, status)
			}
			if start := tt.text[:min(len(tt.text), 10)]; name != "not UTF-8" && name != "markup" &&
				!strings.Contains(body, start) {
				t.Errorf("%s as %s: the text is gone", name, way)
			}
		}
	}
	large := strings.Repeat("# a large document\n", 5<<20/19)
	if status, body := s.upload(large); status != http.StatusRequestEntityTooLarge ||
		!strings.Contains(body, "keep it under 1 MiB") {
		t.Errorf("5 MB: %d", status)
	}
	if status, _, _ := s.ask("POST", policyPath+"/import", url.Values{"text": {large}}); status != http.StatusRequestEntityTooLarge {
		t.Errorf("5 MB of text: %d", status)
	}
	if draft, err := s.library.Draft(t.Context(), policy.CookiePolicy); err != nil || draft.Saved {
		t.Error("something was stored")
	}
}
