/** Floor 3: what takes two people. One asks, another approves, and who they are the database says. */
@NullMarked
package se.partnersec.gallra.approval;

import org.jspecify.annotations.NullMarked;
