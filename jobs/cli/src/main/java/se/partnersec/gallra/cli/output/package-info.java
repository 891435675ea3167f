/** Output: results for people and as JSON, tables, messages of both languages. */
@NullMarked
package se.partnersec.gallra.cli.output;

import org.jspecify.annotations.NullMarked;
