/** What most people choose: words, names, keys beside each other. In lower case; endings of digits and signs are taken off before the look. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12341234 11111111 00000000 87654321 11223344 12344321 88888888 66666666 99999999 12121212 123123123 147258369
  1q2w3e4r 1qaz2wsx q1w2e3r4 1q2w3e4r5t zaq12wsx qwertyuiop qwerty azerty qwertz qwertyui asdfghjk asdfghjkl asdfasdf zxcvbnm azertyuiop qsdfghjklm
  qazwsx qazwsxedc poiuytrewq lkjhgfdsa mnbvcxz abcdefgh abcdefghi abcdefg abcd abc aaaaaaaa qwer qweasd qweasdzxc
  password passwort motdepasse passw passwd pass pwd passpass passphrase mypassword newpassword changeme letmein welcome bienvenue bonjour hello
  salut soleil doudou chouchou loulou marseille paris france nicolas camille chocolat jetaime iloveyou ilove loveme lovely forever love
  admin administrator administrateur root user guest test testtest testing demo default login secret secrets private master superuser
  monkey dragon tiger lion panther eagle falcon hunter wolf bear kitty pussycat puppy dolphin elephant horse butterfly
  football baseball basketball soccer hockey tennis golf rugby liverpool arsenal chelsea barcelona realmadrid juventus yankees lakers cowboys steelers
  superman batman spiderman ironman pokemon pikachu naruto starwars minecraft fortnite nintendo playstation xbox gandalf
  sunshine princess prince queen king angel angels heaven jesus christ blessed faith shadow midnight summer winter spring autumn monday tuesday
  wednesday thursday friday saturday sunday january february march april june july august september october november december
  michael jennifer jessica daniel charlie thomas jordan robert matthew andrew joshua ashley amanda nicole michelle samantha elizabeth anthony william
  alexander alexandre jonathan benjamin christopher patrick richard george steven brandon stephanie christine catherine maxime julien antoine
  computer internet google facebook instagram youtube twitter linkedin samsung apple iphone microsoft windows linux ubuntu android
  mercedes ferrari porsche corvette mustang harley yamaha honda toyota
  trustno whatever nothing something freedom killer ninja samurai maverick phoenix warrior legend matrix mother father family brother sister
  cheese cookie banana orange cherry pepper ginger coffee chocolate pumpkin peanut
  diamond silver golden purple yellow orange blueberry black white rainbow flower lavender rosebud
  access access14 abcabc qwe asd zxc asdf zxcv fuckyou fuckoff asshole bullshit
  correcthorsebatterystaple opensesame sesame company business office email emailaddress mailbox smtpy`.split(
    /\s+/u,
  ),
);
