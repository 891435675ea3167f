package se.partnersec.planted.objectstore.bucket;

import tools.jackson.core.json.JsonFactory;

/** A second writer of JSON. */
public final class WritesJson {
    private WritesJson() {}

    public static JsonFactory factory() {
        return new JsonFactory();
    }
}
