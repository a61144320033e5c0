package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

// BenchmarkAutosave is one pause in typing: the block stored, everything around
// it brought up to date.
func BenchmarkAutosave(b *testing.B) {
	s := open(b, modelstest.SQLite(b))
	s.admin()
	form := s.part("at=what-are-cookies-1")
	texts := []string{"Cookies are small.", "Cookies are tiny."}
	for i := 0; b.Loop(); i++ {
		form.Set("prose", texts[i%2])
		status, body, _ := s.ask("POST", policyPath+"/part", form, "HX-Request", "true")
		if status != http.StatusOK {
			b.Fatal(status)
		}
		_, facts, _ := strings.Cut(body, `id="ed_facts"`)
		form.Set("read_part", s.formIn(`<form class="part-form"`+facts+"</form>").Get("read_part"))
	}
}

// BenchmarkEditorPage is the editor as it is opened.
func BenchmarkEditorPage(b *testing.B) {
	s := open(b, modelstest.SQLite(b))
	s.admin()
	for b.Loop() {
		if status, _, _ := s.ask("GET", policyPath, nil); status != http.StatusOK {
			b.Fatal(status)
		}
	}
}
