// The admission oracle answers what the API server says of an object of a Gateway API CRD, with the API server's own
// code. It is the other side of host-tests/tests/admission.rs.
//
//	oracle -crds DIR          reads questions, one JSON object a line, and answers each with a line
//	oracle -crds DIR kinds    lists every served version of every CRD with its schema
//	oracle -crds DIR rules    lists every x-kubernetes-validations rule
//
// DIR is config/crd of the Gateway API module.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

func main() {
	// Objects are small and short-lived, and there is memory to spare.
	debug.SetGCPercent(800)
	directory := flag.String("crds", "", "config/crd of the Gateway API module")
	flag.Parse()
	if err := run(*directory, flag.Arg(0)); err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

func run(directory, mode string) error {
	catalogue, err := readCatalogue(directory)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	switch mode {
	case "":
		return answerAll(catalogue, os.Stdin, out)
	case "kinds":
		err = list(out, catalogue.kinds())
	case "rules":
		err = list(out, catalogue.rules())
	default:
		return fmt.Errorf("no mode %q: it is kinds, rules or nothing", mode)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func list[T any](out io.Writer, lines []T) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for _, line := range lines {
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
