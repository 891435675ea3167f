package se.partnersec.gallra.bench;

import java.util.List;

/** One way to get rid of the objects below a prefix, from bare requests to the program itself. */
interface ObjectWay {
    List<String> NAMES = List.of("bare", "rclone", "rclone-32", "s3cmd", "ours");

    String name();

    /** What it does, in the words of the table that is printed. */
    String words();

    /** Whether it erases versions: a way that does not is measured in a bucket without, where its delete is one. */
    boolean versioned();

    /** Erases the objects; answers the seconds it took. */
    double run(ObjectStock stock) throws Exception;
}
