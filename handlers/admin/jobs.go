package admin

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/backup"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/users"
	adminview "github.com/prokken/prokken/views/admin"
)

func (s *Handler) AdminJobs(c echo.Context) error {
	v := adminview.Jobs{State: c.QueryParam("state")}
	if c.QueryParam("notice") == "retried" {
		v.Notice = "It is being retried. Check back in a moment."
	}
	return s.showJobs(c, http.StatusOK, v)
}

func (s *Handler) showJobs(c echo.Context, status int, v adminview.Jobs) error {
	ctx := c.Request().Context()
	key, err := jobKey(c.QueryParam("before"))
	if err != nil {
		return err
	}
	found, more, err := s.Queue.Jobs(ctx, v.State, key)
	if err != nil {
		return err
	}
	if v.Counts, err = s.Queue.Counts(ctx); err != nil {
		return err
	}
	if v.Bounced, err = users.CountBounced(ctx, s.DB); err != nil {
		return err
	}
	if v.Backup, err = s.lastBackup(); err != nil {
		return err
	}
	for _, job := range found {
		v.Rows = append(v.Rows, jobRow(job))
	}
	next := ""
	if more {
		next = strconv.FormatInt(found[len(found)-1].ID, 10)
	}
	v.Pager = pager(c, "/admin/jobs", next, url.Values{"state": {v.State}})
	return s.Show(c, status, adminview.JobsPage(s.Page(c, "Jobs", ""), v))
}

// lastBackup tells of the newest backup that this server can see.
func (s *Handler) lastBackup() (adminview.Backup, error) {
	newest, err := backup.Newest(s.Config.BackupFolder())
	return adminview.Backup{
		Every: s.Config.Backup.Every, Made: newest.Made, Bytes: newest.Bytes, Rows: newest.Total(),
		Encrypted: newest.Encrypted,
	}, err
}

// jobKey is the number of a job; 0 for none.
func jobKey(typed string) (int64, error) {
	if typed == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || id < 1 {
		return 0, models.ErrNotFound
	}
	return id, nil
}

func jobRow(j jobs.Job) adminview.JobRow {
	return adminview.JobRow{
		ID: j.ID, Kind: j.Kind, State: j.State, Attempt: j.Attempt, MaxAttempts: j.MaxAttempts,
		Due: j.ScheduledAt, Ended: j.FinalizedAt, Error: j.LastError,
	}
}

// RetryJob has a job tried at once.
func (s *Handler) RetryJob(c echo.Context) error {
	state := c.FormValue("state")
	job, err := s.job(c)
	if err == nil {
		err = s.Queue.Retry(c.Request().Context(), job.ID)
	}
	if errors.Is(err, models.ErrConflict) && !web.WantsJSON(c) {
		return s.showJobs(
			c,
			http.StatusConflict,
			adminview.Jobs{State: state, Problem: "That job is running, or is already done."},
		)
	}
	if err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	if err := s.Auth.RecordActivity(c.Request().Context(), identity, activity.JobRetried, job.Kind); err != nil {
		return err
	}
	query := url.Values{"notice": {"retried"}}
	if state != "" {
		query.Set("state", state)
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "It is tried now."}, "/admin/jobs?"+query.Encode())
}

// job is the job in the path: the first of those up to its number.
func (s *Handler) job(c echo.Context) (jobs.Job, error) {
	id, err := jobKey(c.Param("id"))
	if err != nil {
		return jobs.Job{}, err
	}
	found, _, err := s.Queue.Jobs(c.Request().Context(), "", id+1)
	if err != nil {
		return jobs.Job{}, err
	}
	if len(found) == 0 || found[0].ID != id {
		return jobs.Job{}, models.ErrNotFound
	}
	return found[0], nil
}
