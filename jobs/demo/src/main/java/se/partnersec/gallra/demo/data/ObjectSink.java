package se.partnersec.gallra.demo.data;

/** Where the objects that belong to invented rows are put; called by several threads at once, never for one key. */
public interface ObjectSink {
    /** Takes everything and keeps nothing, for fills without a bucket. */
    ObjectSink NOWHERE = new ObjectSink() {
        @Override
        public void put(String key, byte[] body) {}

        @Override
        public void hide(String key) {}
    };

    /** Writes an object, or a newer version of it. */
    void put(String key, byte[] body);

    /** Deletes as an application does: in a versioned bucket the object stays below a delete marker. */
    void hide(String key);
}
