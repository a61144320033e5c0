package audits

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Login is the log-in with which one audit logs in, sealed with a key that is not in the database. The
// database deletes it as it notes the end of the audit. Sealed is "" where it was forgotten before.
type Login struct {
	AuditID uuid.UUID `gorm:"primaryKey"`
	Sealed  string
	GivenAt time.Time
}

// TableName names the table of log-ins for GORM.
func (Login) TableName() string { return "audit_logins" }

// SaveLogin stores the log-in of an audit that waits.
func SaveLogin(ctx context.Context, db *models.DB, l *Login) error {
	return models.TranslateError(models.Table[Login](db.Writer).Create(ctx, l))
}

// LoginOf is the log-in of an audit, if it is one of that site; ErrNotFound if it logs in as nobody.
func LoginOf(ctx context.Context, db *models.DB, site models.SiteID, audit uuid.UUID) (Login, error) {
	l, err := models.Table[Login](db.Reader).Where(ofSite, site, audit).Take(ctx)
	return l, models.TranslateError(err)
}

// ForgetLogins empties the log-ins that were given before that time, of whatever audit.
func ForgetLogins(ctx context.Context, db *models.DB, before time.Time) error {
	return models.UpdateInSteps(ctx, db, "audit_logins", "sealed = ''", "audit_id", "sealed <> '' AND given_at < ?", before)
}
