/** Reader and validator of sources.yml. */
@NullMarked
package se.partnersec.gallra.config.mappingfile;

import org.jspecify.annotations.NullMarked;
