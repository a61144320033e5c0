package auth

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// DataExports makes copies of an owner's data, and hands them out.
type DataExports struct {
	*core
	factors  *SecondFactors
	invoices InvoiceLister // nil: there are none
}

// AskExport asks a worker for a copy of the owner's data; a mail says when it is
// there.
func (s *DataExports) AskExport(ctx context.Context, by Identity) error {
	if err := s.attempt(ctx, exports, by.User.ID.String()); err != nil {
		return err
	}
	export := users.Export{ID: models.NewID(), UserID: by.User.ID, ExpiresAt: s.now().Add(program.ExportsKept)}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := users.CreateExport(ctx, tx, &export); err != nil {
			return err
		}
		if err := s.recordOwn(ctx, tx, by.User.ID, activity.ExportAsked, "", by.From); err != nil {
			return err
		}
		return s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{Name: taskExport, ID: export.ID})
	})
}

// Exports returns the copies that an owner can fetch, newest first, and which of
// them are made.
func (s *DataExports) Exports(ctx context.Context, by Identity) ([]users.Export, map[uuid.UUID]bool, error) {
	return users.ExportsOf(ctx, s.db, by.User.ID, s.now())
}

// TakeExport returns the archive of one of the owner's own copies; models.ErrNotFound
// for anyone else's, and for one that is not made yet.
func (s *DataExports) TakeExport(ctx context.Context, by Identity, id uuid.UUID) ([]byte, error) {
	export, err := users.ExportByID(ctx, s.db, id, s.now())
	if err != nil {
		return nil, err
	}
	if export.UserID != by.User.ID || len(export.Archive) == 0 {
		return nil, models.ErrNotFound
	}
	return export.Archive, s.recordOwn(ctx, s.db, by.User.ID, activity.ExportTaken, "", by.From)
}

// DeleteExport deletes one of the owner's own copies, or stops one that is not made yet;
// models.ErrNotFound for anyone else's.
func (s *DataExports) DeleteExport(ctx context.Context, by Identity, id uuid.UUID) error {
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := users.DeleteExport(ctx, tx, by.User.ID, id); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, by.User.ID, activity.ExportDeleted, "", by.From)
	})
	if errors.Is(err, models.ErrConflict) {
		return models.ErrNotFound
	}
	return err
}

func (s *DataExports) invoicesOf(ctx context.Context, userID uuid.UUID) (any, error) {
	if s.invoices == nil {
		return []any{}, nil
	}
	return s.invoices.Invoices(ctx, userID)
}

// makeExport builds the archive. An export that is gone, or made, is done.
func (s *DataExports) makeExport(ctx context.Context, id uuid.UUID) error {
	export, err := users.ExportByID(ctx, s.db, id, s.now())
	if errors.Is(err, models.ErrNotFound) || len(export.Archive) > 0 {
		return nil
	}
	if err != nil {
		return err
	}
	user, err := users.ByID(ctx, s.db, export.UserID)
	if err != nil {
		return err
	}
	archive, err := s.archive(ctx, user)
	if err != nil {
		return err
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := users.FinishExport(ctx, tx, id, archive, s.now().Add(program.ExportsKept)); err != nil {
			return err
		}
		return s.sendMail(ctx, tx, user.Email, letter.ExportReady{})
	})
	if errors.Is(err, models.ErrConflict) {
		return nil
	}
	return err
}

// exportFile is one file of the archive.
type exportFile struct {
	name string
	read func(ctx context.Context, user users.User) (any, error)
}

// archive returns a zip of JSON files, one per subject.
func (s *DataExports) archive(ctx context.Context, user users.User) ([]byte, error) {
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	for _, file := range s.exportFiles() {
		content, err := file.read(ctx, user)
		if err != nil {
			return nil, err
		}
		text, err := json.MarshalIndent(content, "", "  ")
		if err != nil {
			return nil, err
		}
		w, err := writer.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: s.now()})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(append(text, '\n')); err != nil {
			return nil, err
		}
	}
	err := writer.Close()
	return out.Bytes(), err
}
