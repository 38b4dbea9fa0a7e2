"""Whether a paper is as its official form asks, before it goes out; each rule says where and by which clause."""
