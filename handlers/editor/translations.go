package editor

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/legal"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
)

// Translations lists the languages of a policy.
func (s *Handler) Translations(c echo.Context) error {
	slug := c.Param("slug")
	v, found := web.Site(c).Snapshot().Find(slug)
	if !found {
		return models.ErrNotFound
	}
	page := editorview.Translations{Place: placeOf(c), Policy: v, Notice: translationNotices[c.QueryParam("notice")]}
	for _, language := range policy.Languages {
		row, err := translationRow(c, v, language)
		if err != nil {
			return err
		}
		page.Rows = append(page.Rows, row)
	}
	return s.Show(c, http.StatusOK, editorview.TranslationsPage(s.Page(c, v.Document.Title+": translations", ""), page))
}

// translationRow is a language with what is public of it and what is scheduled.
func translationRow(c echo.Context, v *site.Version, language policy.Language) (editorview.TranslationRow, error) {
	of, slug := web.Site(c), v.Document.Slug
	draft, err := of.Translations.Draft(c.Request().Context(), slug, language.Code)
	row := editorview.TranslationRow{Draft: draft}
	if err != nil {
		return row, err
	}
	snapshot := of.Snapshot()
	if t, found := snapshot.Translation(slug, language.Code); found {
		public := t.Over(v.Source())
		row.Public = &public
	}
	for _, next := range snapshot.Upcoming {
		if next.Document.Slug == slug {
			_, isPrepared := snapshot.Prepared(next, language.Code)
			row.Upcoming = append(row.Upcoming, editorview.UpcomingTranslation{Version: next, IsPrepared: isPrepared})
		}
	}
	return row, nil
}

// translationNotices are what the pages say after an act.
var translationNotices = map[string]string{
	"saved":     "Saved.",
	"imported":  "The file's texts are saved.",
	"confirmed": "Confirmed. The marks below show it.",
	"published": "Published: everyone can read it now. For a scheduled version, it is shown once that takes effect.",
}

// EditTranslation shows the form in which a version is translated.
func (s *Handler) EditTranslation(c echo.Context) error {
	form := editorview.TranslationForm{Notice: translationNotices[c.QueryParam("notice")]}
	return s.showTranslation(c, http.StatusOK, form)
}

func (s *Handler) showTranslation(c echo.Context, status int, form editorview.TranslationForm) error {
	var err error
	if form.Draft, err = s.draftToTranslate(c); err != nil {
		return err
	}
	form.Place = placeOf(c)
	page := s.Page(c, form.Draft.Policy.Document.Title+" in "+form.Draft.Language.English, "")
	page.Wide = true
	return s.Show(c, status, editorview.EditTranslation(page, form))
}

func (s *Handler) draftToTranslate(c echo.Context) (translation.Draft, error) {
	number, _ := strconv.ParseInt(c.FormValue("version"), 10, 64) // 0: where it was left
	return web.Site(c).Translations.DraftOf(c.Request().Context(), c.Param("slug"), c.Param("language"), number)
}

// textField is before the key of a text in the form.
const textField = "text."

// translationEdit is what the form holds.
func (s *Handler) translationEdit(c echo.Context) (translation.Edit, error) {
	if err := c.Request().ParseForm(); err != nil {
		return translation.Edit{}, errors.Join(web.ErrBadInput, err)
	}
	form := c.Request().PostForm
	identity, _ := s.Identity(c)
	number, _ := strconv.ParseInt(form.Get("version"), 10, 64) // 0 is no version: a conflict
	edit := translation.Edit{
		Slug: c.Param("slug"), Language: c.Param("language"), Number: number, Read: web.Printable(form.Get("read")),
		Words: policy.Words{}, Fit: form["fit"], By: identity.User.ID,
	}
	for name, values := range form {
		if key, isText := strings.CutPrefix(name, textField); isText {
			edit.Words[key] = values[0]
		}
	}
	return edit, nil
}

// SaveTranslation keeps what was typed as the draft.
func (s *Handler) SaveTranslation(c echo.Context) error {
	edit, err := s.translationEdit(c)
	if err != nil {
		return err
	}
	if err := web.Site(c).Translations.Save(c.Request().Context(), edit); err != nil {
		return s.translationRefused(c, edit, editorview.TranslationForm{Typed: shown(edit.Words)}, err)
	}
	version := "version=" + strconv.FormatInt(edit.Number, 10)
	next := "?notice=saved&" + version
	if c.Request().PostForm.Get("then") == "preview" {
		next = "/preview?" + version
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": translationNotices["saved"]}, translationPath(c)+next)
}

func translationPath(c echo.Context) string {
	return string(placeOf(c).Act("translations/" + c.Param("language")))
}

// shown are typed words as a page can show them again.
func shown(words policy.Words) policy.Words {
	all := policy.Words{}
	for key, text := range words {
		all[web.Printable(key)] = web.Printable(text)
	}
	return all
}

// translationRefused shows the form again with all that was typed, and, where
// someone else was faster, what they did.
func (s *Handler) translationRefused(
	c echo.Context,
	edit translation.Edit,
	form editorview.TranslationForm,
	err error,
) error {
	form.Fit = edit.Fit
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid):
		form.Invalid, form.Problem = invalid, "Nothing is saved yet. Please correct the marked fields."
		if problem := invalid[policy.WordsField]; problem != "" {
			form.Problem = problem
		}
		return s.correctTranslation(c, form)
	case errors.Is(err, models.ErrConflict) && !web.WantsJSON(c):
		return s.translationConflict(c, edit, form)
	}
	return err
}

func (s *Handler) correctTranslation(c echo.Context, form editorview.TranslationForm) error {
	if web.WantsJSON(c) {
		return s.Correct(c, form.Invalid, nil)
	}
	return s.showTranslation(c, http.StatusUnprocessableEntity, form)
}

// translationConflict: the form now is about what there is now, so that saving
// again is a choice.
func (s *Handler) translationConflict(
	c echo.Context, edit translation.Edit, form editorview.TranslationForm,
) error {
	draft, err := s.draftToTranslate(c)
	if err != nil {
		return err
	}
	form.Problem = "Nothing is saved yet: someone else saved in the meantime. Where their words differ from yours, both are below. What you save now counts."
	if draft.Read != edit.Read {
		form.Theirs = draft.Words()
	}
	if edit.Number != draft.Policy.Number {
		form.Problem = "Nothing is saved yet: a new version of the policy has taken effect in the meantime. What you typed is below; please check the marked fields, then save."
		form.Read, err = web.Site(c).Version(c.Request().Context(), edit.Slug, edit.Number)
	}
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return s.showTranslation(c, http.StatusConflict, form)
}

// TranslationFile is the draft for a translator who works elsewhere.
func (s *Handler) TranslationFile(c echo.Context) error {
	draft, err := s.draftToTranslate(c)
	if err != nil {
		return err
	}
	name := draft.Policy.Document.Slug + "." + draft.Language.Code + ".yaml"
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Blob(http.StatusOK, "application/yaml; charset=utf-8", draft.YAML())
}

// errNoTranslation is what somebody hears who imports nothing: it would take the place of all that is saved.
var errNoTranslation = validation.Errors{policy.WordsField: "There is no translation in this. Please paste the whole file."}

// ImportTranslation takes such a file back.
func (s *Handler) ImportTranslation(c echo.Context) error {
	edit, err := s.translationEdit(c)
	if err != nil {
		return err
	}
	file := c.Request().PostForm.Get("words")
	form := editorview.TranslationForm{File: web.Printable(file)}
	if edit.Words, err = policy.ParseWords(file); err == nil && len(edit.Words.Tidy()) == 0 {
		err = errNoTranslation
	} else if err == nil {
		form.Typed = shown(edit.Words)
		err = web.Site(c).Translations.Save(c.Request().Context(), edit)
	}
	if err != nil {
		return s.translationRefused(c, edit, form, err)
	}
	return s.Done(
		c,
		http.StatusOK,
		echo.Map{"message": translationNotices["imported"]},
		translationPath(c)+"?notice=imported&version="+strconv.FormatInt(edit.Number, 10),
	)
}

// PreviewTranslation shows the draft as it would be read.
func (s *Handler) PreviewTranslation(c echo.Context) error {
	notice := translationNotices[c.QueryParam("notice")]
	return s.showTranslationPreview(c, http.StatusOK, editorview.TranslationPreview{Notice: notice})
}

// showTranslationPreview shows the draft as it would be read, below what v says.
func (s *Handler) showTranslationPreview(c echo.Context, status int, v editorview.TranslationPreview) error {
	draft, err := s.draftToTranslate(c)
	if err != nil {
		return err
	}
	of := web.Site(c)
	if draft, err = of.Translations.WithBases(c.Request().Context(), draft); err != nil {
		return err
	}
	translated := draft.Preview()
	version, found := of.Snapshot().Live(draft.Policy.Document.Slug, draft.Policy.Number)
	if !found {
		return models.ErrConflict // another version has just taken its place
	}
	v.Place, v.Draft, v.Policy = placeOf(c), draft, legal.TranslatedView(of, version, translated)
	v.Confirm.Own = draft.IsBy(s.ViewerOf(c).ID)
	if v.Confirm.Alone, err = of.Translations.IsAlone(c.Request().Context(), s.ViewerOf(c).ID); err != nil {
		return err
	}
	page := s.Page(c, translated.Document.Title, "")
	page.Wide, page.Language = true, draft.Language
	return s.Show(c, status, editorview.PreviewTranslation(page, v))
}

// PublishTranslation makes the draft that was read what everyone reads.
func (s *Handler) PublishTranslation(c echo.Context) error {
	var in struct {
		Read string `form:"read" json:"read"`
	}
	if err := web.Read(c, &in); err != nil {
		return err
	}
	err := s.mayPublish(c)
	if err == nil {
		err = web.Site(c).Translations.Publish(
			c.Request().Context(), c.Param("slug"), c.Param("language"), in.Read, s.ViewerOf(c).ID,
			s.notingTranslation(c, activity.TranslationPublished),
		)
	}
	if err != nil {
		return s.translationUnpublished(c, err)
	}
	message := echo.Map{"message": translationNotices["published"]}
	return s.Done(c, http.StatusOK, message, string(placeOf(c).Act("translations?notice=published")))
}

// notingTranslation returns what records the act on the translation that the address names.
func (s *Handler) notingTranslation(c echo.Context, action activity.Action) func(context.Context, *models.DB) error {
	identity, _ := s.Identity(c)
	language, _ := policy.FindLanguage(c.Param("language"))
	return func(ctx context.Context, tx *models.DB) error {
		return s.Auth.RecordActivityIn(ctx, tx, identity, action, subjectOf(c, c.Param("slug"))+" in "+language.English)
	}
}

// translationUnpublished says on the preview why nothing was published.
func (s *Handler) translationUnpublished(c echo.Context, err error) error {
	var invalid validation.Errors
	problem := notPublishable(err)
	switch {
	case problem != "" && web.WantsJSON(c):
		return web.ProblemJSON(c, views.Problem{Status: http.StatusConflict, Message: problem}, nil)
	case web.WantsJSON(c):
		return err
	case problem != "":
		return s.showTranslationPreview(c, http.StatusConflict, editorview.TranslationPreview{Problem: problem})
	case errors.As(err, &invalid):
		v := editorview.TranslationPreview{Problem: web.FirstOf(invalid)}
		return s.showTranslationPreview(c, http.StatusUnprocessableEntity, v)
	case errors.Is(err, models.ErrConflict):
		v := editorview.TranslationPreview{
			Problem: "Nothing is published: the words have changed in the meantime. They are shown below.",
		}
		return s.showTranslationPreview(c, http.StatusConflict, v)
	}
	return err
}
