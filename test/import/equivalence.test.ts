import { testAgainst, told } from './judge';

testAgainst(told);
