package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/modelstest"
)

var (
	jobLine  = regexp.MustCompile(`Attempt (\d+) of 25`)
	jobRetry = regexp.MustCompile(`action="(/admin/jobs/\d+/retry)"`)
)

// enqueue has account tasks done; those that nobody knows fail.
func (s *site) enqueue(db *models.DB, tasks ...jobrows.AccountTask) {
	s.t.Helper()
	ctx := context.Background()
	err := db.Transaction(ctx, func(tx *models.DB) error {
		for _, task := range tasks {
			if err := s.queue.AccountTask(ctx, tx, task); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// awaitJobs waits until the page of jobs in that state shows it.
func (s *site) awaitJobs(state, shows string) string {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if _, body, _ := s.ask("GET", "/admin/jobs?state="+state, nil); strings.Contains(body, shows) {
			return body
		}
	}
	s.t.Fatalf("no %s job shows %q", state, shows)
	return ""
}

func TestAdminJobs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		if status, body, _ := s.ask("GET", "/admin/jobs", nil); status != http.StatusOK ||
			!strings.Contains(body, "No jobs here") {
			t.Errorf("without jobs: %d", status)
		}
		s.enqueue(db, jobrows.AccountTask{Name: "<b>unknown</b>"})
		body := s.awaitJobs("retryable", "there is no account task &lt;b&gt;unknown&lt;/b&gt;")
		if !strings.Contains(body, "Work on an account") || !strings.Contains(body, "Attempt 2 of 25") ||
			!strings.Contains(body, "next try") ||
			!strings.Contains(body, `To be retried <strong>1</strong>`) {
			t.Errorf("a failing job: %s", body)
		}
		retry := jobRetry.FindStringSubmatch(body)
		if retry == nil {
			t.Fatal("no button to try again")
		}
		status, body, res := s.ask("POST", retry[1], url.Values{"state": {"retryable"}})
		if status != http.StatusOK || res.Request.URL.Path != "/admin/jobs" ||
			res.Request.URL.Query().Get("state") != "retryable" ||
			!strings.Contains(body, "being retried") {
			t.Errorf("trying again: %d at %s", status, res.Request.URL)
		}
		s.awaitJobs("retryable", "Attempt 3 of 25")
		if _, log, _ := s.ask("GET", "/admin/activity?user=admin@example.com", nil); !strings.Contains(
			log,
			"Job retried (Work on an account)",
		) {
			t.Error("the activity log lacks it")
		}
		s.refusals(t, db, retry[1])
	})
}

func (s *site) refusals(t *testing.T, db *models.DB, retry string) {
	t.Helper()
	s.enqueue(db, jobrows.AccountTask{Name: "forgot", Email: "nobody@example.com"})
	s.awaitJobs("completed", "ended")
	var done int64
	if jobs, _, err := s.queue.Jobs(context.Background(), "completed", 0); err != nil || len(jobs) != 1 {
		t.Fatal(err)
	} else {
		done = jobs[0].ID
	}
	if status, body, _ := s.ask("POST", fmt.Sprintf("/admin/jobs/%d/retry", done), url.Values{}); status != http.StatusConflict ||
		!strings.Contains(body, "already done") {
		t.Errorf("a job that is done: %d", status)
	}
	for _, id := range []string{"0", "-1", "x", "999999", "9223372036854775807", "9223372036854775808"} {
		if status, _, _ := s.ask("POST", "/admin/jobs/"+id+"/retry", url.Values{}); status != http.StatusNotFound {
			t.Errorf("retry %s: %d", id, status)
		}
	}
	for query, want := range map[string]int{"?state=nonsense": 404, "?before=x": 404, "?before=-1": 404, "?before=1": 200, "?state=pending": 200} {
		if status, _, _ := s.ask("GET", "/admin/jobs"+query, nil); status != want {
			t.Errorf("%s: %d", query, status)
		}
	}
	s.signUp("ada@example.com")
	s.forget()
	s.logIn("ada@example.com")
	if status, _, _ := s.ask("POST", retry, url.Values{}); status != http.StatusForbidden {
		t.Errorf("a member may retry: %d", status)
	}
}

func TestAdminJobsPages(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.enqueue(db, slices.Repeat([]jobrows.AccountTask{{Name: "unknown"}}, 120)...)
		var got []int
		for _, page := range s.pages("/admin/jobs", jobLine) {
			got = append(got, len(page))
		}
		if !slices.Equal(got, []int{50, 50, 20}) {
			t.Errorf("%v", got)
		}
	})
}
