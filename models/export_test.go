package models

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// MigrateTables runs our own migrations without River's.
func (db *DB) MigrateTables(ctx context.Context) error { return db.migrateTables(ctx) }

// CheckStructs reads each table through its struct's columns.
func (db *DB) CheckStructs(ctx context.Context) error {
	var problems []error
	for _, model := range []any{
		&User{}, &Session{}, &Flow{}, &Site{}, &SiteAddress{}, &SiteChange{}, &Policy{}, &PolicyVersion{},
		&BillingCustomer{}, &Subscription{}, &SubscriptionRate{}, &Checkout{}, &StripeEvent{}, &OutboxMail{},
		&Invoice{}, &Purchase{}, &Charge{}, &Grant{}, &Usage{}, &BillingEffect{}, &BillingAlert{},
		&TOTPSecret{}, &RecoveryCode{}, &Passkey{}, &Throttle{}, &AuditEntry{}, &Acceptance{}, &Export{},
		&PolicyWithdrawal{}, &PolicyRevision{}, &PolicyEditor{}, &PolicyAnchor{}, &SigningKey{},
		&PolicySubscriber{}, &PolicyAnnouncement{}, &Consent{}, &PolicyTranslation{}, &Audit{}, &AuditScreenshot{},
	} {
		statement := db.read.Session(&gorm.Session{}).Model(model).Statement
		if err := statement.Parse(model); err != nil {
			return err
		}
		have, err := db.read.WithContext(ctx).Migrator().ColumnTypes(model)
		if err != nil {
			return err
		}
		if len(have) != len(statement.Schema.DBNames) {
			problems = append(problems, fmt.Errorf("%s has %d columns, its struct %d", statement.Schema.Table, len(have), len(statement.Schema.DBNames)))
		}
		if err := db.read.WithContext(ctx).Model(model).Select(statement.Schema.DBNames).Limit(1).Find(model).Error; err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}
