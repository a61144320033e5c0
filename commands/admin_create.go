package commands

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
)

// createAdmin creates an account that may administer.
type createAdmin struct {
	Email string `required:"" placeholder:"ADDRESS" help:"The admin's email address."`
}

// Run reads the password, a line, from standard input.
func (cmd *createAdmin) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	password, err := bufio.NewReader(i.in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	accounts := auth.New(db, keys.Ring{}, auth.Settings{SiteName: c.Site.Name})
	if err := accounts.CreateAdmin(ctx, cmd.Email, strings.TrimRight(password, "\r\n")); err != nil {
		return err
	}
	i.say("%s is now an admin and can log in.", cmd.Email)
	return nil
}
