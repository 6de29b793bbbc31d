package triage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/govitals/govitals/sidecar/report"
)

// Input is what to read.
type Input struct {
	Paths []string // files, folders, patterns; "-" is Stdin
	Stdin io.Reader
}

// Read reads all reports, calls each for every row in the order of the files, and returns the counts. A file that is broken is counted
// and named and never ends it; an error of each does, and so does the end of ctx. What is in memory is bounded by the number of
// processors, not by that of reports.
func Read(ctx context.Context, in Input, each func(Row) error) (*Summary, error) {
	paths, err := expand(in.Paths)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &reader{stdin: in.Stdin, files: make(chan *file, ahead), places: make(chan struct{}, runtime.GOMAXPROCS(0)), decoders: make(chan struct{}, runtime.GOMAXPROCS(0))}
	go r.start(ctx, paths)
	sum := newSummary()
	for f := range r.files {
		if err := r.drain(ctx, f, sum, each); err != nil {
			cancel()
			for range r.files { // whoever still writes must not wait for ever
			}
			return nil, err
		}
	}
	return sum, ctx.Err()
}

const (
	// ahead is how many files wait for the one before them, and pieces how many reports of a file.
	ahead  = 8
	pieces = 4
)

// reader decodes several files, and several reports of one file, at a time, and hands them on in their order.
type reader struct {
	stdin            io.Reader
	files            chan *file
	places, decoders chan struct{} // one for each file that is read, for each report that is decoded
}

type file struct {
	found
	results chan chan result
}

// result is one report, or why it is none.
type result struct {
	row Row
	err error
}

func (r *reader) start(ctx context.Context, paths []string) {
	defer close(r.files)
	defer func() {
		if cause := recover(); cause != nil {
			f := &file{found: found{file: "triage", err: fmt.Errorf("internal error: %v", cause)}}
			r.files <- f
		}
	}()
	walk(ctx, paths, func(at found) {
		f := &file{found: at}
		if at.err != nil || at.passed {
			send(ctx, r.files, f)
			return
		}
		f.results = make(chan chan result, pieces)
		if !send(ctx, r.files, f) || !send(ctx, r.places, struct{}{}) {
			close(f.results)
			return
		}
		go func() {
			defer func() { <-r.places }()
			defer close(f.results)
			defer r.guard(ctx, f)
			r.read(ctx, f)
		}()
	})
}

func send[T any](ctx context.Context, to chan T, v T) bool {
	select {
	case to <- v:
		return true
	case <-ctx.Done():
		return false
	}
}

// guard turns a panic into an error of the file.
func (r *reader) guard(ctx context.Context, f *file) {
	if cause := recover(); cause != nil {
		f.say(ctx, result{err: fmt.Errorf("internal error: %v", cause)})
	}
}

func (f *file) say(ctx context.Context, res result) {
	done := make(chan result, 1)
	done <- res
	send(ctx, f.results, done)
}

func (r *reader) read(ctx context.Context, f *file) {
	in, err := r.open(f.file)
	if err != nil {
		f.say(ctx, result{err: err})
		return
	}
	defer in.Close()
	s, err := newSplitter(in)
	if err != nil {
		f.say(ctx, result{err: err})
		return
	}
	for n := 0; ctx.Err() == nil; n++ {
		p, err := s.next()
		switch {
		case errors.Is(err, io.EOF) && n == 0:
			f.say(ctx, result{err: errors.New("it is empty")})
			return
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			f.say(ctx, result{row: Row{Line: s.line}, err: err})
			return
		}
		r.decode(ctx, f, p)
	}
}

func (r *reader) open(name string) (io.ReadCloser, error) {
	if name == StandardInput {
		return io.NopCloser(r.stdin), nil
	}
	return os.Open(name)
}

// decode decodes beside the reading, and keeps the place in the file.
func (r *reader) decode(ctx context.Context, f *file, p piece) {
	done := make(chan result, 1)
	if !send(ctx, r.decoders, struct{}{}) {
		return
	}
	go func() {
		defer func() { <-r.decoders }()
		done <- rowOf(f.file, p)
	}()
	send(ctx, f.results, done)
}

func rowOf(name string, p piece) (res result) {
	defer func() {
		if cause := recover(); cause != nil {
			res.err = fmt.Errorf("internal error: %v", cause)
		}
	}()
	defer recycle(p.content)
	res.err = p.err
	if res.err == nil {
		res.row, res.err = decode(*p.content)
	}
	res.row.File, res.row.Line = name, p.line
	return res
}

// drain takes the results of one file.
func (r *reader) drain(ctx context.Context, f *file, sum *Summary, each func(Row) error) error {
	switch {
	case f.passed:
		sum.PassedOver++
		return nil
	case f.err != nil:
		sum.broke(f.file, 0, f.err)
		return nil
	}
	sum.Files++
	for {
		var done chan result
		var open bool
		select {
		case done, open = <-f.results:
		case <-ctx.Done():
			return ctx.Err()
		}
		if !open {
			return nil
		}
		res := <-done
		if res.err != nil {
			sum.broke(f.file, res.row.Line, res.err)
			continue
		}
		sum.add(res.row)
		if err := each(res.row); err != nil {
			return err
		}
	}
}

// Schema is the version of what triage writes.
const Schema = report.Schema
