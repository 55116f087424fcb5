UPDATE instance  SET long = 2  WHERE long = 0    AND ends - starts <= 90000;
PRAGMA user_version = 25;
