/** Strict YAML with file and line of every fault. */
@NullMarked
package se.partnersec.gallra.config.yaml;

import org.jspecify.annotations.NullMarked;
